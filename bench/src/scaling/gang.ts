/** A gang of rank processes that `bench scaling` drives. */
import { type ChildProcess, fork } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { basename, dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { resolveNativePart } from '@espalier/native';
import { inheritedEnvironment } from '@espalier/settings';
import { loadXgboost, Tracker } from '@espalier/xgboost';
import type { StepCompetitor } from '../step/step-competitor.js';
import type { JoinMessage, RankAssignment, RankReport, RunMessage, Way } from './rank-contract.js';

const program = fileURLToPath(new URL('./rank-main.js', import.meta.url));

/** Every rank listens on loopback only: what TensorFlow and XGBoost open is open to all interfaces otherwise. */
function startRank(assignment: RankAssignment): ChildProcess {
  const shim = resolveNativePart('loopback-bind');
  const env = inheritedEnvironment({
    LD_PRELOAD: basename(shim),
    LD_LIBRARY_PATH: dirname(shim),
    TF_CPP_MIN_LOG_LEVEL: '2',
  });
  return fork(program, [JSON.stringify(assignment)], { env, execArgv: [] });
}

async function reportOf<K extends RankReport['kind']>(
  rank: ChildProcess,
  kind: K,
): Promise<Extract<RankReport, { kind: K }>> {
  const ended = new AbortController();
  const death = once(rank, 'exit', { signal: ended.signal }).then(([code, signal]) => {
    throw new Error(`a rank ended with ${signal ?? code}`);
  });
  try {
    const [report] = (await Promise.race([once(rank, 'message', { signal: ended.signal }), death])) as [
      RankReport,
    ];
    if (report.kind !== kind) throw new Error(`a rank said ${report.kind} instead of ${kind}`);
    return report as Extract<RankReport, { kind: K }>;
  } finally {
    ended.abort();
    await death.catch(() => undefined);
  }
}

export interface GangOptions {
  readonly way: Way;
  readonly worldSize: number;
  readonly threads: number;
  readonly globalRows: number;
}

/** Starts the ranks and resolves when all are ready to step. Steps take as long as the slowest rank's. */
export async function startGang({ worldSize, ...options }: GangOptions): Promise<StepCompetitor> {
  const ranks = Array.from({ length: worldSize }, (_, rank) => startRank({ ...options, rank, worldSize }));
  const kill = () => {
    for (const rank of ranks) rank.kill('SIGKILL');
  };
  try {
    const places = await Promise.all(ranks.map((rank) => reportOf(rank, 'address')));
    const message: JoinMessage = {
      kind: 'join',
      addresses: places.map(({ address }) => address),
      secret: randomUUID(),
      workerArgs: options.way === 'xgboost' ? await startTracker(worldSize) : null,
    };
    for (const rank of ranks) rank.send(message);
    await Promise.all(ranks.map((rank) => reportOf(rank, 'ready')));
  } catch (error) {
    kill();
    throw error;
  }
  return {
    async run(steps) {
      const done = ranks.map((rank) => reportOf(rank, 'done'));
      for (const rank of ranks) rank.send({ kind: 'run', steps } satisfies RunMessage);
      const reports = await Promise.all(done);
      return {
        seconds: Math.max(...reports.map(({ seconds }) => seconds)),
        losses: reports[0]?.losses ?? [],
      };
    },
    async [Symbol.asyncDispose]() {
      kill();
    },
  };
}

async function startTracker(worldSize: number): Promise<Tracker['workerArgs']> {
  const xgb = loadXgboost(resolveNativePart('xgboost'));
  return (await Tracker.start(xgb, { worldSize })).workerArgs;
}
