/** Responsible for what a run has found: figures of each task with the forest's beside them, warnings, notes, the bundle. */
import { Panel } from '../design/panel.js';
import table from '../design/table.module.css';
import { WideTable } from '../design/wide-table.js';
import { Figure } from './figure.js';
import { figureNameText } from './figure-name.js';
import { figureNames } from './figures.js';
import styles from './run-results.module.css';
import type { Run } from './standing.js';

export function RunResults({ report }: { readonly report: NonNullable<Run['report']> }) {
  const { metrics, forest, bundle, warnings, notes } = report;
  const names = figureNames(metrics);
  return (
    <>
      {names.length > 0 && (
        <Panel title="Held-out rows">
          <WideTable label="Figures of each task">
            <thead>
              <tr>
                <th>Task</th>
                <th>Model</th>
                {names.map((name) => (
                  <th key={name} className={table.number}>
                    {figureNameText(name)}
                  </th>
                ))}
              </tr>
            </thead>
            {Object.entries(metrics).map(([task, figures]) => (
              <tbody key={task}>
                <FigureRow
                  {...{ task, model: 'network', figures, names }}
                  rows={forest[task] === undefined ? 1 : 2}
                />
                {forest[task] !== undefined && (
                  <FigureRow task="" model="forest" figures={forest[task]} names={names} />
                )}
              </tbody>
            ))}
          </WideTable>
        </Panel>
      )}
      {bundle !== null && (
        <p className={styles.bundle}>
          Bundle <code>{bundle.uri}</code>
        </p>
      )}
      {(warnings.length > 0 || notes.length > 0) && (
        <Panel title="Remarks">
          <ul className={styles.remarks}>
            {warnings.map((text) => (
              <li key={text} className={styles.warning}>
                {text}
              </li>
            ))}
            {notes.map((text) => (
              <li key={text}>{text}</li>
            ))}
          </ul>
        </Panel>
      )}
    </>
  );
}

interface FigureRowProps {
  readonly task: string;
  readonly model: string;
  readonly figures: unknown;
  readonly names: readonly string[];
  /** That the task's name stands beside. */
  readonly rows?: number;
}

function FigureRow({ task, model, figures, names, rows = 1 }: FigureRowProps) {
  return (
    <tr>
      {task !== '' && (
        <th scope="rowgroup" rowSpan={rows} className={styles.task}>
          {task}
        </th>
      )}
      <td>{model}</td>
      {names.map((name) => (
        <td key={name} className={table.number}>
          <Figure figures={figures} name={name} />
        </td>
      ))}
    </tr>
  );
}
