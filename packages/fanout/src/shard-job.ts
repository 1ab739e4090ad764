/**
 * What one shard of a fan-out is, and the names that follow from it: job IDs and Redis keys.
 * Leaves the running of shards to `run-fanout` and `shard-worker`.
 */
import { EspalierError, type Fingerprint, type StageName } from '@espalier/domain';

/** Queue that all shard workers serve unless told otherwise. */
export const defaultQueueName = 'espalier-shards';
/** Queue of the shards that workers of one environment compute: those of another never see them. */
export function shardQueueName(fingerprint: Fingerprint): string {
  return `${defaultQueueName}.${fingerprint.replace(/^sha256:/, '').slice(0, 16)}`;
}

/** Prefix of BullMQ's own keys. */
export const queuePrefix = 'espalier';

/** A stage's name for its shards; `fold` for the job that makes the stage's result of theirs. */
export type ShardKind = StageName | 'fold';

export interface ShardJob {
  readonly runId: string;
  readonly stage: StageName;
  /** Tells the run's instances of a stage apart; without, the stage's name does. */
  readonly instance?: string | undefined;
  /** The stage's attempt; a higher one supersedes the lower ones. */
  readonly attempt: number;
  /** Ordinal within the fan-out; results come back in its order. */
  readonly shard: number;
  readonly kind: ShardKind;
  /** How many rows the shard has, for progress. */
  readonly rows: number;
  /** JSON for the handler: references and digests, not data. */
  readonly payload: unknown;
}

/** A shard as it lies in the queue. */
export interface QueuedShard {
  readonly job: ShardJob;
  readonly maxCrashes: number;
}

/** The names of one fan-out: all shards of one kind of one attempt of a stage of a run. */
export interface FanoutNames {
  /** `RUN.INSTANCE.KIND`, the same for all attempts; has no colon. */
  readonly group: string;
  readonly attempt: number;
  /** Outcomes in the order in which they came: the source of truth of the fan-out. */
  readonly logKey: string;
  /** Who coordinates the fan-out, or that it is closed. */
  readonly stateKey: string;
  /** Rows done so far of shards that take long. */
  readonly progressKey: string;
  /** How often a shard that may kill its worker was begun and did not end. */
  readonly crashesKey: string;
  /** The highest attempt that ever began. */
  readonly latestKey: string;
  /** What a lower attempt's state key starts with, for closing it. */
  readonly stateKeyPrefix: string;
}

/** What a fan-out is told from all others by. */
export type FanoutId = Pick<ShardJob, 'runId' | 'stage' | 'instance' | 'kind' | 'attempt'>;

export function fanoutNames(job: FanoutId): FanoutNames {
  const group = `${encodeURIComponent(job.runId)}.${job.instance ?? job.stage}.${job.kind}`;
  const prefix = `espalier:fanout:{${group}}`;
  return {
    group,
    attempt: job.attempt,
    logKey: `${prefix}:${job.attempt}:log`,
    stateKey: `${prefix}:${job.attempt}:state`,
    progressKey: `${prefix}:${job.attempt}:progress`,
    crashesKey: `${prefix}:${job.attempt}:crashes`,
    latestKey: `${prefix}:latest`,
    stateKeyPrefix: prefix,
  };
}

/** A shard's job ID: the same for the same shard of the same attempt, so that adding it twice is adding it once. */
export function shardJobId(names: FanoutNames, shard: number): string {
  return `${names.group}.${names.attempt}.${shard}`;
}

/**
 * The names that all of the jobs share.
 * @throws EspalierError `fanout.bad-jobs` if they differ, or a shard is listed twice
 */
export function commonNames(jobs: readonly [ShardJob, ...ShardJob[]]): FanoutNames {
  const names = fanoutNames(jobs[0]);
  const seen = new Set<number>();
  for (const job of jobs) {
    if (fanoutNames(job).logKey !== names.logKey) {
      throw new EspalierError('fanout.bad-jobs', `Shard ${job.shard} is not of the fan-out ${names.group}.`, {
        details: { fanout: names.group, shard: job.shard },
      });
    }
    if (seen.has(job.shard)) {
      throw new EspalierError('fanout.bad-jobs', `Shard ${job.shard} of ${names.group} is listed twice.`, {
        details: { fanout: names.group, shard: job.shard },
      });
    }
    seen.add(job.shard);
  }
  return names;
}
