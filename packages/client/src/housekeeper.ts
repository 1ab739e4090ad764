/**
 * Responsible for garbage and used space in S3, with what Temporal knows of runs: nothing of a run that goes on is garbage.
 * Leaves to others: finding what is named, and removing the rest (store).
 */

import { runNamed } from '@espalier/domain';
import type { Settings } from '@espalier/settings';
import {
  collectGarbage,
  createStore,
  type GarbageReport,
  type KnownRuns,
  type OpenRun,
  type Retention,
  type RunState,
  type SpaceUsage,
  type Store,
  spaceUsage,
} from '@espalier/store';
import { connectTemporal, patiently } from '@espalier/triggers';
import { type Client, WorkflowNotFoundError } from '@temporalio/client';
import { isOpen } from './run-progress.js';

export interface CollectOptions extends Retention {
  /** How long a result stays in the cache that no run has used, in milliseconds. */
  readonly keepCachedMs: number;
  /** How long what has just been written is left alone, in milliseconds. */
  readonly graceMs: number;
  readonly dryRun: boolean;
}

/** @throws EspalierError `workflow.temporal-unreachable` */
export async function connectHousekeeper(settings: Settings): Promise<Housekeeper> {
  return new Housekeeper(settings, await connectTemporal(settings), createStore(settings.s3));
}

export class Housekeeper implements AsyncDisposable {
  readonly #runs: KnownRuns;

  constructor(
    settings: Settings,
    private readonly temporal: Client,
    private readonly store: Store,
  ) {
    this.#runs = {
      open: () => patiently(settings, () => openRuns(temporal)),
      stateOf: (runId) => patiently(settings, () => stateOf(temporal, runId)),
    };
  }

  /**
   * Removes what no run, cached result or bundle names. Safe while runs go on.
   * @throws EspalierError `store.newer-layout`, `store.root-unreadable`, `store.*`, `workflow.temporal-unreachable`
   */
  collectGarbage(options: CollectOptions): Promise<GarbageReport> {
    return collectGarbage(this.store, { ...options, runs: this.#runs });
  }

  /** What takes the space of the bucket. @throws EspalierError as `collectGarbage` */
  spaceUsage(retention: Retention): Promise<SpaceUsage> {
    return spaceUsage(this.store, { ...retention, runs: this.#runs });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.temporal.connection.close();
    this.store.close();
  }
}

/** Whatever kind of workflow works on them; the workflows of a run's stages carry the run's ID before their own. */
async function openRuns(temporal: Client): Promise<readonly OpenRun[]> {
  const open = new Map<string, OpenRun>();
  for await (const { workflowId, startTime } of temporal.workflow.list({
    query: "ExecutionStatus = 'Running'",
  })) {
    const runId = workflowId.split('/')[0] ?? '';
    if (runNamed(runId) === null) continue;
    const startedAtMs = Math.min(
      startTime.getTime(),
      open.get(runId)?.startedAtMs ?? Number.POSITIVE_INFINITY,
    );
    open.set(runId, { runId, startedAtMs });
  }
  return [...open.values()];
}

async function stateOf(temporal: Client, runId: string): Promise<RunState> {
  try {
    return isOpen(await temporal.workflow.getHandle(runId).describe()) ? 'open' : 'ended';
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return 'unknown';
    throw error;
  }
}
