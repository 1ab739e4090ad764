/** Responsible for asking for the learning curves of a run, where its stages say that there are some. */
import { queryOptions } from '@tanstack/react-query';
import { askAgain } from '../api/ask-again.js';
import { answered, api } from '../api/client.js';
import { curvePoints } from '../early/curve-points.js';
import type { Run } from './standing.js';

const everyMs = 5_000;
/** Asked of each curve, as it was when the page was opened. */
const mostPoints = curvePoints(innerWidth);

/** @param isGoing of a run that has ended they are asked for once: they are other then than the logs told */
export function curvesQuery(runId: string, isGoing: boolean) {
  return queryOptions({
    queryKey: ['curves', runId],
    queryFn: ({ signal }) => {
      const params = { path: { runId }, query: { points: mostPoints } };
      return answered(api.GET('/v1/runs/{runId}/curves', { params, signal }));
    },
    refetchInterval: askAgain(isGoing && everyMs),
  });
}

export function hasCurves({ stages }: Pick<Run, 'stages'>): boolean {
  return stages.some(({ name, status }) => name === 'train' && status !== 'waiting');
}
