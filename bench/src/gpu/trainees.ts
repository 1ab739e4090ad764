/** Trainings that `test:gpu` compares: starts their ranks' processes and asks them for steps. */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { basename, dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { resolveNativePart } from '@espalier/native';
import { inheritedEnvironment } from '@espalier/settings';
import type { TraineeAssignment, TraineeReport, TraineeRequest, TraineeState } from './trainee-contract.js';

type Trained = Extract<TraineeReport, { kind: 'trained' }>;
type Placed = Extract<TraineeReport, { kind: 'placed' }>;

/** The compiled one, also for tests, which run the sources. */
const program = fileURLToPath(new URL('../../dist/gpu/trainee-main.js', import.meta.url));

/** A training of one or several ranks. */
export interface Training extends AsyncDisposable {
  /** Takes steps on all ranks; what each of them reports, in rank order. */
  train(steps: number, from?: TraineeState): Promise<readonly Trained[]>;
  /** Takes one step; where the first rank's ops ran. */
  place(): Promise<Placed['ops']>;
}

function startRank(assignment: TraineeAssignment): ChildProcess {
  // TensorFlow's servers would listen on every interface, and NCCL would meet on any but this one.
  const shim = resolveNativePart('loopback-bind');
  const given = inheritedEnvironment().LD_LIBRARY_PATH;
  const env = inheritedEnvironment({
    LD_PRELOAD: basename(shim),
    LD_LIBRARY_PATH: given ? `${given}:${dirname(shim)}` : dirname(shim),
    NCCL_SOCKET_IFNAME: 'lo',
  });
  return fork(program, [JSON.stringify(assignment)], { env, execArgv: [], serialization: 'advanced' });
}

/** The next thing that a rank says. @throws Error when it fails or ends instead */
async function reportOf<K extends TraineeReport['kind']>(
  rank: ChildProcess,
  kind: K,
): Promise<Extract<TraineeReport, { kind: K }>> {
  const over = new AbortController();
  const death = once(rank, 'exit', { signal: over.signal }).then(([code, signal]) => {
    throw new Error(`A rank ended with ${signal ?? code}.`);
  });
  try {
    const said = once(rank, 'message', { signal: over.signal });
    const [report] = (await Promise.race([said, death])) as [TraineeReport];
    if (report.kind === 'failed') throw new Error(report.message);
    if (report.kind !== kind) throw new Error(`A rank said ${report.kind} instead of ${kind}.`);
    return report as Extract<TraineeReport, { kind: K }>;
  } finally {
    over.abort();
    await death.catch(() => undefined);
  }
}

/**
 * Resolves when all ranks are ready to step.
 * @param gpus one for each rank, null for the CPU
 */
export async function startTraining(gpus: readonly (string | null)[], globalRows: number): Promise<Training> {
  const worldSize = gpus.length;
  const ranks = gpus.map((gpu, rank) => startRank({ gpu, rank, worldSize, globalRows }));
  const ask = async <K extends TraineeReport['kind']>(
    asked: ChildProcess[],
    request: TraineeRequest,
    kind: K,
  ) => {
    const reports = asked.map((rank) => reportOf(rank, kind));
    for (const rank of asked) rank.send(request);
    return Promise.all(reports);
  };
  const end = async () => {
    const running = ranks.filter(({ exitCode, signalCode }) => exitCode === null && signalCode === null);
    const ends = running.map((rank) => once(rank, 'exit'));
    for (const rank of running) rank.kill('SIGKILL');
    await Promise.all(ends);
  };
  try {
    const places = await Promise.all(ranks.map((rank) => reportOf(rank, 'address')));
    await ask(ranks, { kind: 'join', addresses: places.map(({ address }) => address) }, 'ready');
  } catch (error) {
    await end();
    throw error;
  }
  return {
    train: (steps, from) => ask(ranks, { kind: 'train', steps, from: from ?? null }, 'trained'),
    async place() {
      const [placed] = await ask(ranks.slice(0, 1), { kind: 'place' }, 'placed');
      if (placed === undefined) throw new RangeError('A training has a rank.');
      return placed.ops;
    },
    [Symbol.asyncDispose]: end,
  };
}
