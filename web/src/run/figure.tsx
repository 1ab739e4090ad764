/** Responsible for a figure with its 95 % interval below it, where it has one. */
import styles from './figure.module.css';
import { figureText, intervalText } from './figures.js';

/** @param figures of one task, whatever they are */
export function Figure({ figures, name }: { readonly figures: unknown; readonly name: string }) {
  const interval = intervalText(figures, name);
  return (
    <>
      {figureText(figures, name)}
      {interval !== '' && (
        <span className={styles.interval} title="95 % interval">
          {interval}
        </span>
      )}
    </>
  );
}
