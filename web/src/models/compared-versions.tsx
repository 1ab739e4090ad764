/** Responsible for the figures of versions under each other, by task, with how far the challenger's lie from the champion's. */
import { useQueries } from '@tanstack/react-query';
import { Loading, Problem } from '../design/notice.js';
import { Panel } from '../design/panel.js';
import table from '../design/table.module.css';
import { WideTable } from '../design/wide-table.js';
import { Figure } from '../run/figure.js';
import { figureNameText } from '../run/figure-name.js';
import { figureNames } from '../run/figures.js';
import styles from './compared-versions.module.css';
import { FigureDistance } from './figure-distance-mark.js';
import { type ComparedVersion, measuredVersionQuery } from './model-queries.js';

interface ComparedVersionsProps {
  readonly name: string;
  /** The first is the one that others are held to. */
  readonly versions: readonly ComparedVersion[];
}

interface Measured {
  readonly title: string;
  readonly metrics: Readonly<Record<string, unknown>>;
}

export function ComparedVersions({ name, versions }: ComparedVersionsProps) {
  const asked = useQueries({ queries: versions.map(({ version }) => measuredVersionQuery(name, version)) });
  const failed = asked.find(({ error }) => error !== null);
  if (failed?.error != null) return <Problem error={failed.error} onRetry={() => void failed.refetch()} />;
  if (asked.some(({ data }) => data === undefined)) return <Loading />;
  const measured = versions.flatMap(({ title, version }, place): Measured[] => {
    const report = asked[place]?.data ?? null;
    return report === null ? [] : [{ title: `${title} @${version}`, metrics: report.metrics }];
  });
  const [first, ...others] = measured;
  if (first === undefined) return null;
  const names = figureNames(Object.assign({}, ...measured.map(({ metrics }) => metrics)));
  const title = others.length === 0 ? first.title : 'Champion against challenger';
  return (
    <Panel title={title} aside="each on the held-out rows of its own run">
      <WideTable label="Figures of versions">
        <thead>
          <tr>
            <th>Task</th>
            <th>Version</th>
            {names.map((figure) => (
              <th key={figure} className={table.number}>
                {figureNameText(figure)}
              </th>
            ))}
          </tr>
        </thead>
        {Object.keys(first.metrics).map((task) => (
          <TaskRows key={task} task={task} first={first} others={others} names={names} />
        ))}
      </WideTable>
    </Panel>
  );
}

interface TaskRowsProps {
  readonly task: string;
  readonly first: Measured;
  readonly others: readonly Measured[];
  readonly names: readonly string[];
}

function TaskRows({ task, first, others, names }: TaskRowsProps) {
  return (
    <tbody>
      {[first, ...others].map(({ title, metrics }, place) => (
        <tr key={title}>
          {place === 0 && (
            <th scope="rowgroup" rowSpan={1 + 2 * others.length} className={styles.task}>
              {task}
            </th>
          )}
          <td className={table.whole}>{title}</td>
          {names.map((name) => (
            <td key={name} className={table.number}>
              <Figure figures={metrics[task]} name={name} />
            </td>
          ))}
        </tr>
      ))}
      {others.map(({ title, metrics }) => (
        <tr key={title} className={styles.distance}>
          <td className={table.whole}>{others.length === 1 ? 'difference' : `${title}, difference`}</td>
          {names.map((name) => (
            <td key={name} className={table.number}>
              <FigureDistance figures={metrics[task]} others={first.metrics[task]} name={name} />
            </td>
          ))}
        </tr>
      ))}
    </tbody>
  );
}
