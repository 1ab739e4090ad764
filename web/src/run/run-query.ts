/** Responsible for asking how a run stands, and for remembering since when it has stood so. */
import { queryOptions } from '@tanstack/react-query';
import { answered, api } from '../api/client.js';
import { type Movement, type MovingRun, moved } from './movement.js';
import { type Run, type Standing, standingOf } from './standing.js';

export interface LookedAt {
  readonly run: Run;
  /** Null of one that has ended. */
  readonly movement: Movement | null;
}

const movements = new Map<string, Movement>();

/** What is known of a run with what the API has just said of it. */
export function lookedAt(run: Run, nowMs: number): LookedAt {
  return { run, movement: movementOf(run.runId, run, nowMs) };
}

/** Remembered from look to look, of all or of a few words. Null of one that has ended. */
export function movementOf(
  runId: string,
  run: MovingRun & Pick<Run, 'status'>,
  nowMs: number,
): Movement | null {
  if (run.status !== 'running') {
    movements.delete(runId);
    return null;
  }
  const movement = moved(movements.get(runId) ?? null, run, nowMs);
  movements.set(runId, movement);
  return movement;
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
