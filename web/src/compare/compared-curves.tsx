/** Responsible for the learning curves of runs over each other, of one task. Of more than six runs the first six: more lines nobody tells apart. */
import { useQueries } from '@tanstack/react-query';
import { answered, api } from '../api/client.js';
import { Panel } from '../design/panel.js';
import { CurveChart, type NamedCurve } from '../run/curve-chart.js';
import { mostPoints } from '../run/curves-query.js';
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
      queryKey: ['curves of an ended run', runId],
      queryFn: ({ signal }: { signal: AbortSignal }) =>
        answered(
          api.GET('/v1/runs/{runId}/curves', {
            params: { path: { runId }, query: { points: mostPoints } },
            signal,
          }),
        ),
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
