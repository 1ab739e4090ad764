/** Responsible for the learning curves of runs over each other, of one task. Of more than six runs the first six: more lines nobody tells apart. */
import { useQueries } from '@tanstack/react-query';
import { Panel } from '../design/panel.js';
import { CurveChart, type NamedCurve } from '../run/curve-chart.js';
import { curvesQuery } from '../run/curves-query.js';
import type { ComparedRun } from './compared-query.js';

const mostCurves = 6;

export default function ComparedCurves({
  runs,
  task,
}: {
  readonly runs: readonly ComparedRun[];
  readonly task: string;
}) {
  const drawn = runs.slice(0, mostCurves);
  const asked = useQueries({
    queries: drawn.map(({ runId }) => ({
      ...curvesQuery(runId, false),
      // Apart from those of the run's own view, which may be of while it went.
      queryKey: ['curves', runId, 'compared'],
      staleTime: Number.POSITIVE_INFINITY,
    })),
  });
  const curves = drawn.flatMap(({ runId }, place): NamedCurve[] => {
    const points = asked[place]?.data?.measured.find((measured) => measured.task === task)?.points ?? [];
    return points.length === 0 ? [] : [{ name: runId, points }];
  });
  if (curves.length === 0) return null;
  return (
    <Panel
      title="Learning curves"
      aside={runs.length > mostCurves ? `of the first ${mostCurves}` : undefined}
    >
      <CurveChart curves={curves} label={`${task}: loss on the early-stop rows, from its first value`} />
    </Panel>
  );
}
