/** Responsible for the figures of a version by task, with how far they lie from the champion's. Which way is better is the gates' to say. */
import table from '../design/table.module.css';
import { WideTable } from '../design/wide-table.js';
import { Figure } from '../run/figure.js';
import { figureNames } from '../run/figures.js';
import { distanceText } from './figure-distance.js';
import styles from './version-figures.module.css';

interface VersionFiguresProps {
  /** Of the version. */
  readonly title: string;
  readonly metrics: Readonly<Record<string, unknown>>;
  /** Null where there is none to compare with. */
  readonly champion: Readonly<Record<string, unknown>> | null;
}

export function VersionFigures({ title, metrics, champion }: VersionFiguresProps) {
  const names = figureNames(metrics);
  if (names.length === 0) return null;
  const tasks = Object.keys(metrics);
  return (
    <>
      <WideTable label={`Figures of ${title}`} className={styles.figures}>
        <thead>
          <tr>
            <th>On its own held-out rows</th>
            {tasks.map((task) => (
              <th key={task} className={table.number}>
                {task}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {names.map((name) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              {tasks.map((task) => (
                <td key={task} className={table.number}>
                  <Figure figures={metrics[task]} name={name} />
                  {champion !== null && (
                    <span className={styles.distance}>
                      {distanceText(metrics[task], champion[task], name)}
                    </span>
                  )}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </WideTable>
      {champion !== null && (
        <p className={styles.note}>Small: from the champion, which may have been measured on other rows.</p>
      )}
    </>
  );
}
