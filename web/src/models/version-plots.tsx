/** Responsible for plots of versions over each other, task by task: those that their kinds declare an ideal of. Nothing where none is kept. */
import { useQueries, useQuery } from '@tanstack/react-query';
import type { Schemas } from '../api/client.js';
import { Panel } from '../design/panel.js';
import { taskKindsQuery } from '../run/task-kinds-query.js';
import { IdealPlot, PlotKey } from './ideal-plot.js';
import { type ComparedVersion, measuredVersionQuery } from './model-queries.js';
import plotStyles from './plot.module.css';
import { type PlotPoint, pointsOf } from './plot-scale.js';

interface VersionPlotsProps {
  readonly name: string;
  readonly versions: readonly ComparedVersion[];
}

export function VersionPlots({ name, versions }: VersionPlotsProps) {
  const asked = useQueries({ queries: versions.map(({ version }) => measuredVersionQuery(name, version)) });
  const { data: kinds } = useQuery(taskKindsQuery);
  const measured = versions.flatMap(({ title, version }, place) => {
    const report = asked[place]?.data ?? null;
    return report === null ? [] : [{ title: `${title} @${version}`, report }];
  });
  if (kinds === undefined) return null;
  const plots = kinds.taskKinds.flatMap(({ name: kind, plots: declared }) =>
    declared.filter(({ ideal }) => ideal !== null).map((plot) => ({ kind, plot })),
  );
  const isOf = (figures: unknown, kind: string) =>
    ((figures as { kind?: string } | undefined)?.kind ?? kinds.defaultKind) === kind;
  return plots.map(({ kind, plot }) => {
    const tasks = [...new Set(measured.flatMap(({ report }) => Object.keys(report.plots)))].filter((task) =>
      measured.some(({ report }) => isOf(report.metrics[task], kind)),
    );
    if (tasks.length === 0) return null;
    return <TaskPlots key={`${kind} ${plot.name}`} {...{ plot, tasks, measured }} />;
  });
}

interface TaskPlotsProps {
  readonly plot: Schemas['PlotDeclaration'];
  readonly tasks: readonly string[];
  readonly measured: readonly {
    readonly title: string;
    readonly report: Pick<NonNullable<Schemas['Run']['report']>, 'plots'>;
  }[];
}

function TaskPlots({ plot, tasks, measured }: TaskPlotsProps) {
  const title = `${plot.title.slice(0, 1).toUpperCase()}${plot.title.slice(1)}`;
  return (
    <Panel title={title} aside="each on the held-out rows of its own run">
      <div className={plotStyles.plots}>
        <PlotKey titles={measured.map((each) => each.title)} ideal={plot.ideal} />
        <div className={plotStyles.tasks}>
          {tasks.map((task) => (
            <IdealPlot
              key={task}
              {...{ declared: plot, task }}
              series={measured.map(({ title: of, report }) => ({
                title: of,
                points: pointsOf(
                  plot,
                  (report.plots[task]?.network[plot.name] ?? []) as readonly PlotPoint[],
                ),
              }))}
            />
          ))}
        </div>
      </div>
    </Panel>
  );
}
