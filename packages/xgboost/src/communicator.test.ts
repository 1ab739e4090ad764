// Gangs of real processes: sums, distributed fits, and what the others see when a rank dies or stops.
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { resolveNativePart } from '@espalier/native';
import { Communicator, loadXgboost, Tracker, type XGBoostErrorCode } from '@espalier/xgboost';
import { afterAll, afterEach, describe, expect, it } from 'vitest';

const libraryPath = resolveNativePart('xgboost');
const rankProgram = fileURLToPath(new URL('../test/gang-rank.mjs', import.meta.url));
const xgb = loadXgboost(libraryPath);
const started: ChildProcess[] = [];

afterEach(() => {
  for (const child of started.splice(0)) child.kill('SIGKILL');
});
afterAll(() => xgb.close());

type Report =
  | { kind: 'working' }
  | { kind: 'done'; result: unknown }
  | { kind: 'failed'; code: XGBoostErrorCode; message: string };

interface Rank {
  readonly child: ChildProcess;
  next(): Promise<Report>;
  exitCode(): Promise<number | null>;
}

function startRank(task: string, tracker: Tracker, rank: number, timeoutSeconds: number): Rank {
  const child = fork(
    rankProgram,
    [task, libraryPath, JSON.stringify(tracker.workerArgs), String(rank), String(timeoutSeconds)],
    { execArgv: [] },
  );
  started.push(child);
  const exit = once(child, 'exit').then(([code]) => code as number | null);
  return {
    child,
    next: async () => (await once(child, 'message'))[0] as Report,
    exitCode: () => exit,
  };
}

async function startGang(task: string, worldSize: number, timeoutSeconds = 60) {
  const tracker = await Tracker.start(xgb, { worldSize });
  const ranks = Array.from({ length: worldSize }, (_, rank) =>
    startRank(task, tracker, rank, timeoutSeconds),
  );
  return { tracker, ranks };
}

async function allWorking(...ranks: Rank[]): Promise<void> {
  const reports = await Promise.all(ranks.map((rank) => rank.next()));
  expect(reports).toEqual(ranks.map(() => ({ kind: 'working' })));
}

async function runToEnd(task: string, worldSize: number): Promise<unknown[]> {
  const { tracker, ranks } = await startGang(task, worldSize);
  const reports = await Promise.all(ranks.map((rank) => rank.next()));
  await tracker.waitForCompletion();
  expect(await Promise.all(ranks.map((rank) => rank.exitCode()))).toEqual(ranks.map(() => 0));
  await tracker.dispose();
  return reports.map((report) => (report.kind === 'done' ? report.result : report));
}

describe('a gang of processes', () => {
  it.each([2, 3])('sums and broadcasts over %i ranks, in the order of task IDs', async (worldSize) => {
    const ranksSum = (worldSize * (worldSize - 1)) / 2;
    const sum = (element: number) => worldSize * (element % 7) + ranksSum;
    const results = await runToEnd('collectives', worldSize);
    expect(results).toEqual(
      Array.from({ length: worldSize }, (_, rank) => ({
        rank,
        worldSize,
        sums: [
          [sum(0), sum(0)],
          [sum(0), sum(1), sum(2), sum(2)],
          [sum(0), sum(1), sum(2), sum(400_000)],
        ],
        broadcast: [worldSize - 1, worldSize - 0.5],
      })),
    );
  });

  it('fits the same bytes on both ranks, each on its own rows', async () => {
    const results = (await runToEnd('fit', 2)) as { rank: number; digest: string }[];
    expect(results.map(({ rank }) => rank)).toEqual([0, 1]);
    expect(results[0]?.digest).toMatch(/^[0-9a-f]{64}$/);
    expect(results[1]?.digest).toBe(results[0]?.digest);
  });

  it('fits the same bytes on a rank without rows, as one rank with all rows does', async () => {
    const [alone] = (await runToEnd('fitOnRowsOfOne', 1)) as { digest: string }[];
    const ranks = (await runToEnd('fitOnRowsOfOne', 2)) as { digest: string }[];
    expect(ranks.map(({ digest }) => digest)).toEqual([alone?.digest, alone?.digest]);
  });

  it.each(['endless', 'endlessFit'])('%s: a killed rank fails the other with a typed error', async (task) => {
    const { tracker, ranks } = await startGang(task, 2);
    const [survivor, victim] = ranks;
    if (survivor === undefined || victim === undefined) throw new Error('unreachable');
    await allWorking(survivor, victim);
    const report = survivor.next();
    victim.child.kill('SIGKILL');
    // The ranks' own timeout is 60 s, as long as the test's: only the broken connection can tell in time.
    expect(await report).toMatchObject({ kind: 'failed', code: 'collective-failed' });
    expect(await survivor.exitCode()).toBe(3);
    await tracker.dispose();
  });

  it('a stopped rank is noticed after the time limit', async () => {
    const { tracker, ranks } = await startGang('endless', 2, 2);
    const [survivor, stopped] = ranks;
    if (survivor === undefined || stopped === undefined) throw new Error('unreachable');
    await allWorking(survivor, stopped);
    const report = survivor.next();
    stopped.child.kill('SIGSTOP');
    expect(await report).toMatchObject({ kind: 'failed', message: expect.stringContaining('timeout') });
    expect(await survivor.exitCode()).toBe(3);
    await tracker.dispose();
  });

  it('a rank that waits for a stopped one ends by SIGTERM', async () => {
    const { tracker, ranks } = await startGang('endless', 2);
    const [waiting, stopped] = ranks;
    if (waiting === undefined || stopped === undefined) throw new Error('unreachable');
    await allWorking(waiting, stopped);
    stopped.child.kill('SIGSTOP');
    waiting.child.kill('SIGTERM');
    await waiting.exitCode();
    expect(waiting.child.signalCode).toBe('SIGTERM');
    await tracker.dispose();
  });
});

describe('a tracker', () => {
  it('gives up when the ranks do not come in time', async () => {
    await using tracker = await Tracker.start(xgb, { worldSize: 2, timeoutSeconds: 1 });
    await expect(tracker.waitForCompletion()).rejects.toMatchObject({ code: 'collective-failed' });
  });

  it('ends a pending wait when disposed, and leaves its port', async () => {
    const tracker = await Tracker.start(xgb, { worldSize: 2 });
    const waiting = expect(tracker.waitForCompletion()).rejects.toMatchObject({ code: 'collective-failed' });
    await tracker.dispose();
    await tracker.dispose();
    await waiting;
    await expect(tracker.waitForCompletion()).rejects.toMatchObject({ code: 'disposed' });
    await using alone = loadXgboost(libraryPath);
    await expect(
      Communicator.init(alone, { ...tracker.workerArgs, taskId: 0, timeoutSeconds: 5, connectAttempts: 1 }),
    ).rejects.toMatchObject({ code: 'collective-failed' });
  });

  it('of one rank gives a gang of one', async () => {
    await using alone = loadXgboost(libraryPath);
    await using tracker = await Tracker.start(xgb, { worldSize: 1 });
    const communicator = await Communicator.init(alone, { ...tracker.workerArgs, taskId: 'only' });
    const values = Float32Array.of(1, 2);
    await communicator.allreduceSum(values);
    expect([communicator.rank, communicator.worldSize, ...values]).toEqual([0, 1, 1, 2]);
    await communicator.finalize();
    await tracker.waitForCompletion();
    await expect(communicator.allreduceSum(values)).rejects.toMatchObject({ code: 'disposed' });
  });
});
