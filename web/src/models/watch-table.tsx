/** Responsible for how champions did on each partition as it arrived: a figure as a series, and all of them in a table, the newest first. */
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Choice } from '../design/choice.js';
import { Loading, Problem } from '../design/notice.js';
import { Panel } from '../design/panel.js';
import { StandingBadge } from '../design/standing-badge.js';
import table from '../design/table.module.css';
import { WideTable } from '../design/wide-table.js';
import { figureNameText } from '../run/figure-name.js';
import { watchQuery } from './model-queries.js';
import plot from './plot.module.css';
import { WatchPlot } from './watch-plot.js';
import { seriesOf, type WatchedFigure, type WatchedPartition, watchedFigures } from './watch-series.js';

export function WatchTable({ name }: { readonly name: string }) {
  const { data, error } = useQuery(watchQuery(name));
  if (error !== null) return <Problem error={error} />;
  if (data === undefined) return <Loading />;
  const { points } = data;
  const [first] = points;
  if (first === undefined) return null;
  const columns = watchedFigures(points);
  const tasks = [...new Set(columns.map(({ task }) => task))];
  return (
    <Panel
      title="Champions on partitions as they arrived"
      aside={points.length === 1 ? 'one partition' : `${points.length} partitions`}
    >
      {points.length > 1 && <Series points={points} columns={columns} />}
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

/** One figure at a time: tasks beside each other are compared, figures are not. */
function Series({
  points,
  columns,
}: {
  readonly points: readonly WatchedPartition[];
  readonly columns: readonly WatchedFigure[];
}) {
  const figures = [...new Set(columns.map(({ figure }) => figure))];
  const [chosen, setChosen] = useState(figures[0]);
  const series = columns
    .filter(({ figure }) => figure === chosen)
    .map((column) => ({ ...column, of: seriesOf(points, column) }));
  return (
    <div className={plot.plots}>
      <Choice
        legend="Figure"
        options={figures}
        chosen={chosen}
        onChoose={setChosen}
        textOf={figureNameText}
      />
      <div className={plot.tasks}>
        {series.map(
          ({ task, figure, of }) =>
            of.length > 0 && <WatchPlot key={`${task} ${figure}`} {...{ task, figure }} points={of} />,
        )}
      </div>
    </div>
  );
}

function PointRow({
  point,
  columns,
}: {
  readonly point: WatchedPartition;
  readonly columns: readonly WatchedFigure[];
}) {
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
