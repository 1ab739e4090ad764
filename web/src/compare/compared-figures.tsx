/** Responsible for figures of runs of one task under each other, with how far each lies from the first's. */
import { Link, useNavigate } from '@tanstack/react-router';
import { Panel } from '../design/panel.js';
import table from '../design/table.module.css';
import { WideTable } from '../design/wide-table.js';
import { FigureDistance } from '../models/figure-distance-mark.js';
import { Figure } from '../run/figure.js';
import { figureNameText } from '../run/figure-name.js';
import { figureNames } from '../run/figures.js';
import styles from './compare-page.module.css';
import type { ComparedRun } from './compared-query.js';

interface ComparedFiguresProps {
  readonly runs: readonly ComparedRun[];
  readonly tasks: readonly string[];
  readonly task: string;
}

export function ComparedFigures({ runs, tasks, task }: ComparedFiguresProps) {
  const navigate = useNavigate({ from: '/compare' });
  const figures = runs.map(({ metrics }) => metrics[task]);
  const names = figureNames(Object.fromEntries(figures.entries()));
  const [first] = figures;
  return (
    <Panel
      title="Figures"
      aside={
        <label>
          Task{' '}
          <select
            value={task}
            onChange={({ target }) =>
              void navigate({ search: (before) => ({ ...before, task: target.value }), replace: true })
            }
          >
            {tasks.map((name) => (
              <option key={name}>{name}</option>
            ))}
          </select>
        </label>
      }
    >
      <WideTable label={`Figures of ${task}`}>
        <thead>
          <tr>
            <th>Run</th>
            {names.map((name) => (
              <th key={name} className={table.number}>
                {figureNameText(name)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {runs.map(({ runId, status }, place) => (
            <tr key={runId}>
              <td className={styles.run}>
                <Link to="/runs/$runId" params={{ runId }}>
                  {runId}
                </Link>
                {status !== 'succeeded' && ` (${status})`}
              </td>
              {names.map((name) => (
                <td key={name} className={table.number}>
                  <Figure figures={figures[place]} name={name} />
                  {place > 0 && (
                    <span className={styles.distance}>
                      <FigureDistance figures={figures[place]} others={first} name={name} />
                    </span>
                  )}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </WideTable>
    </Panel>
  );
}
