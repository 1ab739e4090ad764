/** Responsible for how champions did on each partition as it arrived, the newest first. */
import { useQuery } from '@tanstack/react-query';
import type { Schemas } from '../api/client.js';
import { Loading, Problem } from '../design/notice.js';
import { Panel } from '../design/panel.js';
import { StandingBadge } from '../design/standing-badge.js';
import table from '../design/table.module.css';
import { WideTable } from '../design/wide-table.js';
import { figureNameText } from '../run/figure-name.js';
import { watchQuery } from './model-queries.js';

/** What is shown of one; the client's types know pairs as lists. */
type Point = Omit<Schemas['WatchPoint'], 'estimates' | 'reference'> & {
  readonly estimates: Readonly<
    Record<
      string,
      Readonly<Record<string, { readonly value: number; readonly ci: readonly number[] } | null>>
    >
  >;
};

export function WatchTable({ name }: { readonly name: string }) {
  const { data, error } = useQuery(watchQuery(name));
  if (error !== null) return <Problem error={error} />;
  if (data === undefined) return <Loading />;
  const { points } = data;
  const [first] = points;
  if (first === undefined) return null;
  const columns = columnsOf(points);
  const tasks = [...new Set(columns.map(({ task }) => task))];
  return (
    <Panel
      title="Champions on partitions as they arrived"
      aside={points.length === 1 ? 'one partition' : `${points.length} partitions`}
    >
      <WideTable label="Champions on partitions">
        <thead>
          <tr>
            <th rowSpan={2}>Partition</th>
            <th rowSpan={2}>Verdict</th>
            <th rowSpan={2} className={table.number}>
              Version
            </th>
            <th rowSpan={2} className={table.number}>
              Rows
            </th>
            {tasks.map((task) => (
              <th key={task} colSpan={columns.filter((column) => column.task === task).length}>
                {task}
              </th>
            ))}
          </tr>
          <tr>
            {columns.map(({ task, figure }) => (
              <th key={`${task} ${figure}`} className={table.number}>
                {figureNameText(figure)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {points.map((point) => (
            <PointRow
              key={`${point.pipeline} ${point.partition} ${point.content}`}
              point={point}
              columns={columns}
            />
          ))}
        </tbody>
      </WideTable>
    </Panel>
  );
}

interface Column {
  readonly task: string;
  readonly figure: string;
}

function columnsOf(points: readonly Point[]): Column[] {
  const named = new Map<string, Column>();
  for (const { estimates } of points) {
    for (const [task, figures] of Object.entries(estimates)) {
      for (const figure of Object.keys(figures)) named.set(`${task} ${figure}`, { task, figure });
    }
  }
  return [...named.values()];
}

function PointRow({ point, columns }: { readonly point: Point; readonly columns: readonly Column[] }) {
  const { partition, version, rows, estimates, verdicts, drifted, isRewritten } = point;
  const because = verdicts.filter((verdict) => verdict.drifted).map((verdict) => verdict.because);
  return (
    <tr>
      <td className={table.whole}>
        {partition}
        {isRewritten && ' (written anew)'}
      </td>
      <td title={because.join('\n')}>
        <StandingBadge name={drifted ? 'stalled' : 'succeeded'} word={drifted ? 'drifted' : 'as before'} />
      </td>
      <td className={table.number}>@{version}</td>
      <td className={table.number}>{rows.toLocaleString('en')}</td>
      {columns.map(({ task, figure }) => {
        const estimate = estimates[task]?.[figure];
        return (
          <td
            key={`${task} ${figure}`}
            className={table.number}
            title={estimate == null ? '' : `95 %: ${estimate.ci.map((end) => end.toFixed(4)).join(' to ')}`}
          >
            {estimate == null ? '' : estimate.value.toFixed(4)}
          </td>
        );
      })}
    </tr>
  );
}
