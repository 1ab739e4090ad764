/** Responsible for editing settings of a pipeline before it runs: a path and a value each, with what is known of them to choose from. */
import { useId } from 'react';
import { Button } from '../design/button.js';
import type { SettingChange } from './changes.js';
import styles from './setting-changes.module.css';

interface SettingChangesProps {
  readonly changes: readonly SettingChange[];
  /** Values by path, as an earlier run had them; empty where nothing is known. */
  readonly known: ReadonlyMap<string, string>;
  /** Whose values these are: `in the last run`. */
  readonly knownFrom: string;
  readonly onChange: (changes: readonly SettingChange[]) => void;
}

const most = 100;

export function SettingChanges({ changes, known, knownFrom, onChange }: SettingChangesProps) {
  const list = useId();
  const replace = (place: number, change: SettingChange) =>
    onChange(changes.map((each, at) => (at === place ? change : each)));
  return (
    <fieldset className={styles.changes}>
      <legend>Settings to change</legend>
      <datalist id={list}>
        {[...known.keys()].map((path) => (
          <option key={path} value={path} />
        ))}
      </datalist>
      {changes.map((change, place) => {
        const now = known.get(change.path.trim());
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: a change is its place among the others
          <div key={place} className={styles.change}>
            <input
              aria-label={`Setting ${place + 1}`}
              value={change.path}
              list={list}
              placeholder="training.learningRate"
              spellCheck={false}
              autoComplete="off"
              onChange={({ target }) => replace(place, { ...change, path: target.value })}
            />
            <span aria-hidden="true">=</span>
            <input
              aria-label={`Value of setting ${place + 1}`}
              value={change.value}
              placeholder={now ?? 'value'}
              spellCheck={false}
              autoComplete="off"
              onChange={({ target }) => replace(place, { ...change, value: target.value })}
            />
            <Button
              kind="quiet"
              aria-label={`Leave setting ${place + 1} as it is`}
              onClick={() => onChange(changes.filter((_, at) => at !== place))}
            >
              ×
            </Button>
            {now !== undefined && (
              <span className={styles.now} title={now}>
                {knownFrom}: <code>{now}</code>
              </span>
            )}
          </div>
        );
      })}
      <div>
        <Button
          disabled={changes.length >= most}
          onClick={() => onChange([...changes, { path: '', value: '' }])}
        >
          {changes.length === 0 ? 'Change a setting' : 'Change another'}
        </Button>
      </div>
    </fieldset>
  );
}
