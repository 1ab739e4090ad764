/** Responsible for the variants that a run has compared, of one task at a time: how far each lies from the baseline, drawn and as a table. */
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Choice } from '../design/choice.js';
import { LatePart } from '../design/late-part.js';
import { Panel } from '../design/panel.js';
import plot from '../models/plot.module.css';
import { taskKindsQuery } from '../run/task-kinds-query.js';
import { DifferenceKey, DifferencePlot } from './difference-plot.js';
import { type Comparison, comparedTasks, figuresOf, variantFigures } from './paired-differences.js';
import { VariantTable } from './variant-table.js';

/** Its chart library is not loaded for runs that compare nothing. */
const variantCurves = () => import('./variant-curves.js');

export function ComparedVariants({ compared }: { readonly compared: Comparison }) {
  const { data: kinds } = useQuery(taskKindsQuery);
  const tasks = comparedTasks(compared);
  const [chosen, setChosen] = useState(tasks[0]);
  if (chosen === undefined) return null;
  const { baseline, rows, cluster } = compared;
  const figures = figuresOf(compared, chosen, kinds);
  const plots = figures.map((figure) => ({
    figure,
    differences: variantFigures(compared, chosen, figure).flatMap(({ name, paired }) =>
      paired === null ? [] : [{ name, ...paired }],
    ),
  }));
  return (
    <>
      <Panel title={`Differences from ${baseline}`} aside={`on the same ${rows.toLocaleString('en')} rows`}>
        <div className={plot.plots}>
          {tasks.length > 1 && (
            <Choice {...{ legend: 'Task', options: tasks, chosen, onChoose: setChosen, textOf: String }} />
          )}
          <DifferenceKey />
          <div className={plot.tasks}>
            {plots.map(
              ({ figure, differences }) =>
                differences.length > 0 && (
                  <DifferencePlot key={figure.name} {...{ task: chosen, figure, baseline, differences }} />
                ),
            )}
          </div>
          {cluster != null && (
            <p>
              Intervals by {cluster.column}, {cluster.clusters.toLocaleString('en')} clusters.
            </p>
          )}
        </div>
        <VariantTable {...{ compared, task: chosen, figures }} />
      </Panel>
      <LatePart load={variantCurves} of={{ compared, task: chosen }} />
    </>
  );
}
