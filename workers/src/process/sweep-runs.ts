/**
 * Responsible for Redis holding nothing of runs that have ended, also of those that Temporal ended without asking them
 * (terminated, timed out) and of those that ended while no orchestrator ran.
 * Leaves to others: what a run has there (fanout's traces), and the orderly release by a run that ends by itself.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { sweepRun, type TracedRun, tracedRuns } from '@espalier/fanout';
import { mapBounded } from '@espalier/store';
import type { NativeConnection } from '@temporalio/worker';
import type { Redis } from 'ioredis';
import type { Logger } from './logger.js';

/** Slots of a run that was ended from outside are free after this, and the time that a rank takes to die. */
const sweepEveryMs = 2_000;
/** By then whatever ran for an ended run has learnt of it: activities by their heartbeat, shards by asking. */
const lastSweepAfterMs = 15_000;
/** Runs that are asked after in one turn: as many as let each have its turn within this, but not less and no more. */
const turnsForAll = 5;
const leastAsked = 50;
const mostAsked = 200;
/** Requests at once. */
const atOnce = 16;
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
      const { due, asked, nextTurn } = chooseRuns(mine, turn, Date.now());
      turn = nextTurn;
      await eachOf(asked, (run) => sweepIfEnded(options, run));
      await eachOf(due, (run) => sweepRun(redis, run, { isLast: true }));
    } catch (error) {
      logger.warn({ err: error }, 'sweeping ended runs failed');
    }
    await sleep(sweepEveryMs, undefined, { signal }).catch(() => undefined);
  }
}

/**
 * Of the runs that have anything in Redis, pure:
 * @returns `due`: have ended, and are swept for the last time, however many; `asked`: to be asked after, which are those that hold slots and of
 * the others the next ones in turn
 */
export function chooseRuns<Run extends Pick<TracedRun, 'holdsSlots' | 'sweptAtMs'>>(
  runs: readonly Run[],
  turn: number,
  nowMs: number,
): { readonly due: readonly Run[]; readonly asked: readonly Run[]; readonly nextTurn: number } {
  const due = runs.filter(({ sweptAtMs }) => sweptAtMs !== null && nowMs - sweptAtMs >= lastSweepAfterMs);
  const open = runs.filter(({ sweptAtMs }) => sweptAtMs === null);
  const holders = open.filter(({ holdsSlots }) => holdsSlots);
  const others = open.filter(({ holdsSlots }) => !holdsSlots);
  const room = Math.min(mostAsked, Math.max(leastAsked, Math.ceil(open.length / turnsForAll)));
  const count = Math.min(others.length, Math.max(0, room - holders.length));
  const start = others.length === 0 ? 0 : turn % others.length;
  const next = [...others.slice(start), ...others.slice(0, start)].slice(0, count);
  return { due, asked: [...holders, ...next], nextTurn: start + count };
}

/** Some at once, all of them even where one fails. @throws the first failure, once all were tried */
async function eachOf(runs: readonly TracedRun[], act: (run: TracedRun) => Promise<void>): Promise<void> {
  const failures: unknown[] = [];
  await mapBounded(runs, atOnce, (run) => act(run).catch((error: unknown) => void failures.push(error)));
  if (failures.length > 0) throw failures[0];
}

async function sweepIfEnded(options: SweepOptions, run: TracedRun): Promise<void> {
  if (await isRunning(options, run.runId)) return;
  await sweepRun(options.redis, run, { isLast: false });
  options.logger.debug({ runId: run.runId }, 'swept an ended run');
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
