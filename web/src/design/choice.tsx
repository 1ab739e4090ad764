/** Responsible for choosing one of a few, all of which are seen. */
import { useId } from 'react';
import styles from './choice.module.css';

interface ChoiceProps<O extends string> {
  /** What is chosen, for whoever listens. */
  readonly legend: string;
  readonly options: readonly O[];
  readonly chosen: O | undefined;
  readonly onChoose: (option: O) => void;
  readonly textOf: (option: O) => string;
}

export function Choice<O extends string>({ legend, options, chosen, onChoose, textOf }: ChoiceProps<O>) {
  const name = useId();
  return (
    <fieldset className={styles.choice}>
      <legend className={styles.legend}>{legend}</legend>
      {options.map((option) => (
        <label key={option}>
          <input type="radio" name={name} checked={option === chosen} onChange={() => onChoose(option)} />
          {textOf(option)}
        </label>
      ))}
    </fieldset>
  );
}
