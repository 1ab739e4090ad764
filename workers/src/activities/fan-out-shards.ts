/** Responsible for the one activity that stands for a fan-out: it enqueues, heartbeats, and resumes when retried. */
import { type ArtifactRef, EspalierError, type FanoutProgress, type Fingerprint } from '@espalier/domain';
import { noteTrace, runFanout, type ShardKind, shardQueueName } from '@espalier/fanout';
import { openStage } from '@espalier/store';
import type { FanoutResult, StageContext } from '@espalier/workflows';
import { Context } from '@temporalio/activity';
import { reportProgress } from '../process/heartbeats.js';
import type { FoldPayload } from '../shards/fold-stage.js';
import type { ShardEnd } from '../shards/shard-end.js';
import { computingAs } from '../stages/registry.js';
import type { NewJob } from '../stages/stage-computing.js';
import { hasOwnCode, type Pool, poolOf } from '../stages/stage-pool.js';
import type { StageServices } from '../stages/stage-services.js';
import { type FoundWorkers, PoolWatch } from './pool-watch.js';
import { refuseMixture } from './same-environment.js';

const role = 'feature';
const lookEveryMs = 2_000;

/** The shards of a stage, then their fold. */
export async function fanOutShards(services: StageServices, context: StageContext): Promise<FanoutResult> {
  const { store } = services;
  await openStage(store, context);
  const jobsOf = await computingAs('fan-out', context.stage).jobs();
  const shards = await jobsOf(store, context);
  let progress: FanoutProgress | null = null;
  const made = await onWorkers(services, context, { kind: context.stage, jobs: shards }, (latest) => {
    progress = latest;
    reportProgress(latest);
  });
  const bytes = new TextEncoder().encode(JSON.stringify(made));
  const results = await store.putContent(bytes);
  const folded = await foldOnWorker(services, context, results, progress);
  return { results, shards: shards.length, folded };
}

/**
 * One job that makes the stage's result of its shards'.
 * @param progress of the shards, which is told meanwhile
 */
async function foldOnWorker(
  services: StageServices,
  context: StageContext,
  results: ArtifactRef,
  progress: FanoutProgress | null,
): Promise<ArtifactRef> {
  const payload: FoldPayload = { context, results };
  const work = { kind: 'fold', jobs: [{ shard: 0, rows: 0, payload }] } as const;
  try {
    const [folded] = await onWorkers(services, context, work, ({ waiting }) => {
      if (progress === null) return;
      reportProgress({ ...progress, isFolding: true, ...(waiting === undefined ? {} : { waiting }) });
    });
    return folded as ArtifactRef;
  } catch (error) {
    throw error instanceof EspalierError ? withoutShard(error) : error;
  }
}

/**
 * What the fold of a fan-out made.
 * @throws EspalierError `workflow.other-workers` for a fan-out of an earlier version, which ended before the fold: what its shards left is of that
 *   version's code and form
 */
export function foldedOf({ stage }: StageContext, { folded }: FanoutResult): ArtifactRef {
  if (folded !== undefined) return folded;
  const message = `The shards of stage ${stage} were computed by an earlier version, which left them unfolded.`;
  throw new EspalierError('workflow.other-workers', message, { details: { stage } });
}

/** The fold is of all shards: its failure is none of the first. */
function withoutShard(error: EspalierError): EspalierError {
  const { shard: _, otherFailures: __, ...details } = error.details;
  return new EspalierError(error.code, error.message, { cause: error, details });
}

interface WorkersWork {
  readonly kind: ShardKind;
  readonly jobs: readonly NewJob[];
}

/** @returns what each job gave, in their order */
async function onWorkers(
  services: StageServices,
  context: StageContext,
  { kind, jobs }: WorkersWork,
  onProgress: (progress: FanoutProgress) => void,
): Promise<unknown[]> {
  const { redis } = services;
  const pool = await poolOf(services, role, 1, context.fingerprint);
  refuseOtherCode(services, context, pool);
  const queueName = shardQueueName(pool.fingerprint);
  const { runId, stage, instance, token: attempt } = context;
  const of = { runId, stage, instance, kind, attempt };
  if (jobs.length > 0) {
    const shards = Math.max(...jobs.map(({ shard }) => shard)) + 1;
    const trace = { kind: 'fanout', job: of, shards, queueName } as const;
    await noteTrace(redis, { runId, owner: services.namespaceId }, trace);
  }
  const { code } = services.assumed[role];
  const watch = new PoolWatch({ redis, role, slots: 1, ...pool, code, isBound: false });
  const ends = await whileWatched(watch, Context.current().cancellationSignal, (signal, waiting) =>
    runFanout<ShardEnd | object>({
      redis,
      queueName,
      jobs: jobs.map((job) => ({ ...of, ...job })),
      signal,
      onProgress: (progress) => {
        const text = waiting();
        onProgress(text === null ? progress : { ...progress, waiting: text });
      },
    }),
  );
  const made = ends.map(asShardEnd);
  const what = (shard: number) => (kind === 'fold' ? 'the fold' : `shard ${shard}`);
  refuseMixture(
    context,
    made.map(({ fingerprint }, shard) => ({ what: what(shard), fingerprint })),
  );
  return made.map(({ result }) => result);
}

/**
 * Jobs are made by this process's code, and shards of another could do something else with them.
 * @throws EspalierError `workflow.other-workers`
 */
function refuseOtherCode(services: StageServices, { stage }: StageContext, { environment }: Pool): void {
  if (hasOwnCode(services, role, environment)) return;
  const message = `Stage ${stage} was begun with other code (${environment.code ?? 'of an earlier version'}) than this orchestrator's.`;
  throw new EspalierError('workflow.other-workers', message, { details: { stage } });
}

/** Workers of an earlier version gave a shard's result alone. */
function asShardEnd(end: ShardEnd | object): {
  readonly result: unknown;
  readonly fingerprint?: Fingerprint;
} {
  return 'fingerprint' in end && 'result' in end ? end : { result: end };
}

/**
 * Runs work of a pool's workers, and looks meanwhile whether there still are any.
 * @param run is given the signal that ends it, and what is being waited for in words
 * @throws EspalierError `workflow.other-workers`; what `run` throws
 */
async function whileWatched<T>(
  watch: PoolWatch,
  signal: AbortSignal,
  run: (signal: AbortSignal, waiting: () => string | null) => Promise<T>,
): Promise<T> {
  const stop = new AbortController();
  let waiting: string | null = null;
  let failure: unknown = null;
  const timer = setInterval(() => {
    watch.look(Date.now()).then(
      (found) => {
        waiting = found.own > 0 ? null : waitingText(found);
      },
      (error: unknown) => {
        // A Redis that is away for a while is asked again.
        if (!(error instanceof EspalierError)) return;
        failure = error;
        stop.abort(error);
      },
    );
  }, lookEveryMs);
  try {
    return await run(AbortSignal.any([signal, stop.signal]), () => waiting);
  } catch (error) {
    throw failure ?? error;
  } finally {
    clearInterval(timer);
  }
}

function waitingText({ others, advice }: FoundWorkers): string {
  const there = others === null ? 'none' : `none of its environment, and ${others}`;
  return `waiting for ${role} workers, but there are ${there}: ${advice}`;
}
