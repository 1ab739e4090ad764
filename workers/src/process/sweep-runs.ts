/**
 * Responsible for Redis holding nothing of runs that have ended, also of those that Temporal ended without asking them
 * (terminated, timed out) and of those that ended while no orchestrator ran.
 * Leaves to others: what a run has there (fanout's traces), and the orderly release by a run that ends by itself.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { sweepRun, type TracedRun, tracedRuns } from '@espalier/fanout';
import type { NativeConnection } from '@temporalio/worker';
import type { Redis } from 'ioredis';
import type { Logger } from './logger.js';

/** Slots of a run that was ended from outside are free after this, and the time that a rank takes to die. */
const sweepEveryMs = 2_000;
/** By then whatever ran for an ended run has learnt of it: activities by their heartbeat, shards by asking. */
const lastSweepAfterMs = 15_000;
/** Runs that are asked after at a time; those that hold slots always are. */
const leastAsked = 50;
/** gRPC's and Temporal's own numbers. */
const notFound = 5;
const workflowIsRunning = 1;
const workflowIsPaused = 8;

export interface SweepOptions {
  readonly redis: Redis;
  readonly connection: NativeConnection;
  readonly namespace: string;
  readonly logger: Logger;
  readonly signal: AbortSignal;
}

/** The ID of a namespace, which no other has on any server. */
export async function namespaceId(connection: NativeConnection, namespace: string): Promise<string> {
  const { namespaceInfo } = await connection.workflowService.describeNamespace({ namespace });
  return namespaceInfo?.id ?? namespace;
}

/** Sweeps until the signal aborts; waits while a service is away. @param owner the namespace's ID */
export async function sweepRuns(options: SweepOptions, owner: string): Promise<void> {
  const { redis, logger, signal } = options;
  let turn = 0;
  while (!signal.aborted) {
    try {
      const mine = (await tracedRuns(redis)).filter((run) => run.owner === owner);
      const { asked, nextTurn } = chooseRuns(mine, turn);
      turn = nextTurn;
      for (const run of asked) await sweepIfEnded(options, run);
    } catch (error) {
      logger.warn({ err: error }, 'sweeping ended runs failed');
    }
    await sleep(sweepEveryMs, undefined, { signal }).catch(() => undefined);
  }
}

/** Those that hold slots, and of the others the next ones in turn. Pure. */
export function chooseRuns<Run extends Pick<TracedRun, 'holdsSlots'>>(
  runs: readonly Run[],
  turn: number,
): { readonly asked: readonly Run[]; readonly nextTurn: number } {
  const holders = runs.filter(({ holdsSlots }) => holdsSlots);
  const others = runs.filter(({ holdsSlots }) => !holdsSlots);
  const count = Math.min(others.length, Math.max(0, leastAsked - holders.length));
  const start = others.length === 0 ? 0 : turn % others.length;
  const next = [...others.slice(start), ...others.slice(0, start)].slice(0, count);
  return { asked: [...holders, ...next], nextTurn: start + count };
}

async function sweepIfEnded(options: SweepOptions, run: TracedRun): Promise<void> {
  const { redis, logger } = options;
  const { runId, sweptAtMs } = run;
  if (sweptAtMs !== null) {
    if (Date.now() - sweptAtMs >= lastSweepAfterMs) await sweepRun(redis, run, { isLast: true });
    return;
  }
  if (await isRunning(options, runId)) return;
  await sweepRun(redis, run, { isLast: false });
  logger.debug({ runId }, 'swept an ended run');
}

/** False as well where Temporal no longer knows the run. */
async function isRunning({ connection, namespace }: SweepOptions, runId: string): Promise<boolean> {
  try {
    const { workflowExecutionInfo } = await connection.workflowService.describeWorkflowExecution({
      namespace,
      execution: { workflowId: runId },
    });
    const status = workflowExecutionInfo?.status ?? workflowIsRunning;
    return status === workflowIsRunning || status === workflowIsPaused;
  } catch (error) {
    const { code, details } = error as { code?: number; details?: string };
    if (code === notFound && !/namespace/i.test(details ?? '')) return false;
    throw error;
  }
}
