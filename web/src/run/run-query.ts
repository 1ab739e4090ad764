/** Responsible for asking how a run stands, and for remembering since when it has stood so. */
import { queryOptions } from '@tanstack/react-query';
import { answered, api } from '../api/client.js';
import { type Movement, moved } from './movement.js';
import { type Run, type Standing, standingOf } from './standing.js';

export interface LookedAt {
  readonly run: Run;
  /** Null of one that has ended. */
  readonly movement: Movement | null;
}

const movements = new Map<string, Movement>();

/** What is known of a run with what the API has just said of it. */
export function lookedAt(run: Run, nowMs: number): LookedAt {
  if (run.status !== 'running') {
    movements.delete(run.runId);
    return { run, movement: null };
  }
  const movement = moved(movements.get(run.runId) ?? null, run, nowMs);
  movements.set(run.runId, movement);
  return { run, movement };
}

export function runQuery(runId: string) {
  return queryOptions({
    queryKey: ['run', runId],
    queryFn: async ({ signal }): Promise<LookedAt> => {
      const run = await answered(api.GET('/v1/runs/{runId}', { params: { path: { runId } }, signal }));
      return lookedAt(run, Date.now());
    },
  });
}

export function standingNow({ run, movement }: LookedAt, nowMs: number): Standing {
  return standingOf(run, movement?.movedAtMs ?? null, nowMs);
}
