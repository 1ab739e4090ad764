/**
 * What a run has in Redis, noted before it is put there, so that all of it can be taken away once the run has ended, however
 * it ended. Leaves to callers: knowing that a run has ended.
 */
import type { Redis } from 'ioredis';
import { forgetFanout } from './fanout-state.js';
import { forgetGang } from './gang/acquire-gang.js';
import type { GangRole } from './gang/gang-keys.js';
import { listSlots } from './gang/list-slots.js';
import { LuaScript } from './lua-script.js';
import { defaultQueueName, type FanoutId, fanoutNames } from './shard-job.js';
import { ShardQueue } from './shard-queue.js';

/** Hash: run ID to TracedRun as JSON. */
const indexKey = 'espalier:{runs}';
/** Hash of one run: a Trace as JSON to nothing. */
const tracesKey = (runId: string) => `${indexKey}:${runId}`;

export type Trace =
  | { readonly kind: 'gang'; readonly role: GangRole; readonly gangId: string }
  | {
      readonly kind: 'fanout';
      readonly job: FanoutId;
      /** Shards from 0 to this, exclusive. */
      readonly shards: number;
      /** Absent in traces of earlier versions. */
      readonly queueName?: string;
    };

export interface TracedRun {
  readonly runId: string;
  /** Where the run is known: only those who ask there can tell that it has ended. */
  readonly owner: string;
  /** When what it had was first taken away; null while nobody knows that it has ended. */
  readonly sweptAtMs: number | null;
  /** True while it holds slots. */
  readonly holdsSlots: boolean;
}

/** Notes what a run is about to have in Redis. Noting it again is fine. */
export async function noteTrace(
  redis: Redis,
  run: { readonly runId: string; readonly owner: string },
  trace: Trace,
): Promise<void> {
  const entry = JSON.stringify({ owner: run.owner, sweptAtMs: null });
  await redis
    .multi()
    .hset(tracesKey(run.runId), JSON.stringify(trace), '')
    .hset(indexKey, run.runId, entry)
    .exec();
}

/** Every run that has anything in Redis, those that hold slots first. */
export async function tracedRuns(redis: Redis): Promise<TracedRun[]> {
  const entries = Object.entries(await redis.hgetall(indexKey));
  if (entries.length === 0) return [];
  const gangs = (await listSlots(redis)).flatMap(({ gang }) => (gang === null ? [] : [gang.gangId]));
  const runs = entries.map(([runId, text]): TracedRun => {
    const { owner, sweptAtMs } = JSON.parse(text) as Pick<TracedRun, 'owner' | 'sweptAtMs'>;
    return { runId, owner, sweptAtMs, holdsSlots: gangs.some((gangId) => gangId.startsWith(`${runId}.`)) };
  });
  return runs.sort((a, b) => Number(b.holdsSlots) - Number(a.holdsSlots));
}

const dropScript = new LuaScript('runs/drop-run');

/**
 * Takes away what a run that has ended has in Redis: slots, places, tokens, shards and their outcomes. What still runs for it
 * is told to end, and may leave something behind meanwhile: the run is kept in the list until it is swept again.
 * @param isLast true once whatever ran for it must have ended; the run then leaves the list
 */
export async function sweepRun(
  redis: Redis,
  run: TracedRun,
  options: { readonly isLast: boolean },
): Promise<void> {
  const { runId, owner, sweptAtMs } = run;
  const traces = (await redis.hkeys(tracesKey(runId))).map((text) => JSON.parse(text) as Trace);
  for (const trace of traces) {
    if (trace.kind === 'gang') await forgetGang(redis, trace.role, trace.gangId);
    else await sweepFanout(redis, trace);
  }
  const entry = JSON.stringify({ owner, sweptAtMs });
  if (options.isLast) await dropScript.run(redis, [indexKey, tracesKey(runId)], [runId, entry]);
  else if (sweptAtMs === null) {
    await redis.hset(indexKey, runId, JSON.stringify({ owner, sweptAtMs: Date.now() }));
  }
}

async function sweepFanout(
  redis: Redis,
  { job, shards, queueName = defaultQueueName }: Extract<Trace, { kind: 'fanout' }>,
): Promise<void> {
  const names = fanoutNames(job);
  await forgetFanout(redis, names);
  const queue = new ShardQueue(redis, queueName, names);
  try {
    await queue.clear(Array.from({ length: shards }, (_, shard) => shard));
  } finally {
    await queue.close();
  }
}
