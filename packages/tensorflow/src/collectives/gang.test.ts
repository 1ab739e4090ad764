// Gangs of real processes: sums, data-parallel training, and what the others see when a rank dies or stops.
import { type ChildProcess, fork } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { fileURLToPath } from 'node:url';
import type { CollectiveErrorCode } from '@espalier/collectives';
import { resolveNativePart } from '@espalier/native';
import type { TensorFlowErrorCode } from '@espalier/tensorflow';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';

const addonPath = resolveNativePart('tfjs-addon');
const rankProgram = fileURLToPath(new URL('../../test/gang-rank.mjs', import.meta.url));
const started: ChildProcess[] = [];

afterEach(() => {
  for (const child of started.splice(0)) child.kill('SIGKILL');
});

/** A second, and another for the news to come here where tests beside this one keep the cores busy. */
const noticedWithinMs = 2000;

const tableRows = 1000;

type Kind = 'alone' | 'graph' | 'shared memory';

type Report =
  | { kind: 'address'; address: string }
  | { kind: 'working' }
  | { kind: 'done'; result: unknown }
  | { kind: 'failed'; code: TensorFlowErrorCode | CollectiveErrorCode; message: string }
  /** It said nothing more: it ended, or was killed. */
  | { kind: 'gone' };

interface GangOptions {
  readonly worldSize?: number;
  readonly timeoutSeconds?: number;
  readonly length?: number;
}

interface Rank {
  readonly child: ChildProcess;
  next(): Promise<Report>;
  readonly exit: Promise<unknown[]>;
}

function startRank(task: string, kind: Kind, rank: number, options: GangOptions): Rank {
  const child = fork(rankProgram, [task, addonPath, JSON.stringify({ kind, rank, ...options })], {
    execArgv: [],
    // TensorFlow's servers listen on every interface.
    env: { ...process.env, LD_PRELOAD: resolveNativePart('loopback-bind'), TF_CPP_MIN_LOG_LEVEL: '3' },
  });
  started.push(child);
  const exit = once(child, 'exit');
  const reports: Report[] = [];
  const waiting: ((report: Report) => void)[] = [];
  const hear = (report: Report) => {
    const next = waiting.shift();
    if (next === undefined) reports.push(report);
    else next(report);
  };
  child.on('message', hear);
  child.on('disconnect', () => hear({ kind: 'gone' }));
  return {
    child,
    exit,
    next: () => {
      const report = reports.shift();
      return report === undefined ? new Promise((resolve) => waiting.push(resolve)) : Promise.resolve(report);
    },
  };
}

async function startGang(task: string, kind: Kind, options: GangOptions = {}): Promise<Rank[]> {
  const { worldSize = 2, timeoutSeconds = 60 } = options;
  const ranks = Array.from({ length: worldSize }, (_, rank) =>
    startRank(task, kind, rank, { ...options, worldSize, timeoutSeconds }),
  );
  if (kind === 'alone') return ranks;
  const addresses = await Promise.all(
    ranks.map(async (rank) => {
      const report = await rank.next();
      return report.kind === 'address' ? report.address : '';
    }),
  );
  const secret = randomUUID();
  for (const { child } of ranks) child.send({ addresses, secret });
  return ranks;
}

/** Every rank's results of the tasks, which one gang does in this order: what takes longest is the start of its processes. */
async function resultsOf<Task extends string>(
  tasks: readonly Task[],
  kind: Kind,
  worldSize: number,
): Promise<Record<Task, unknown[]>> {
  const ranks = await startGang(tasks.join(), kind, { worldSize, length: tableRows });
  const results: [Task, unknown[]][] = [];
  for (const task of tasks) {
    const reports = await Promise.all(ranks.map((rank) => rank.next()));
    results.push([task, reports.map((report) => (report.kind === 'done' ? report.result : report))]);
  }
  for (const { child } of ranks) if (child.connected) child.send('leave');
  return Object.fromEntries(results) as Record<Task, unknown[]>;
}

/** Two ranks that sum without end. */
async function startEndless(kind: Kind, options: GangOptions): Promise<{ survivor: Rank; victim: Rank }> {
  const [survivor, victim] = await startGang('endless', kind, options);
  if (survivor === undefined || victim === undefined) throw new RangeError('A gang of two has two ranks');
  expect(await Promise.all([survivor.next(), victim.next()])).toEqual([
    { kind: 'working' },
    { kind: 'working' },
  ]);
  return { survivor, victim };
}

interface TableTraining {
  readonly losses: readonly number[];
  /** The first and the last rows of the table, of m and of v. */
  readonly rows: readonly (readonly number[])[];
}

interface Training {
  readonly losses: readonly number[];
  readonly digests: readonly string[];
  readonly state: Readonly<Record<string, readonly number[]>>;
}

let alone: Record<'train' | 'trainTable', unknown[]>;
beforeAll(async () => {
  alone = await resultsOf(['train', 'trainTable'], 'alone', 1);
});

describe.each(['graph', 'shared memory'] as const)('ranks that sum by %s', (kind) => {
  /** Exit code and signal. */
  const ending = kind === 'graph' ? [null, 'SIGKILL'] : [0, null];
  /** TensorFlow's own word, or the reducer's. */
  const lost = { kind: 'failed', code: kind === 'graph' ? 'step-aborted' : 'rank-lost' };

  describe.each([2, 3])('%i of them', (worldSize) => {
    let results: Record<'sums' | 'train' | 'trainTable' | 'ownVariables', unknown[]>;
    beforeAll(async () => {
      results = await resultsOf(['sums', 'train', 'trainTable', 'ownVariables'], kind, worldSize);
    });

    it('get the same bytes, every time', async () => {
      const again = await resultsOf(['sums'], kind, worldSize);
      const [first] = results.sums as { sums: number[][]; digest: string }[];
      expect(results.sums).toEqual(Array.from({ length: worldSize }, () => first));
      expect(again.sums).toEqual(results.sums);
      const part = (element: number, rank: number) => Math.fround(Math.sin(element + 4) * 10 ** (rank + 1));
      const sum = (element: number) =>
        Array.from({ length: worldSize }, (_, rank) => part(element, rank)).reduce((a, b) => a + b);
      const near = (element: number) => expect.closeTo(sum(element), 3);
      const each = Array.from({ length: 5 }, () => [near(0), near(1), near(2)]);
      expect(first?.sums).toEqual([[near(0)], ...each]);
    });

    it('train as one rank does on the same global batch, all to the same bytes', async () => {
      const [one] = alone.train as Training[];
      const trainings = results.train as Training[];
      const [first] = trainings;
      expect(trainings).toEqual(Array.from({ length: worldSize }, () => first));
      expect(first?.digests).toHaveLength(10);
      expect(new Set(first?.digests).size).toBe(10);
      expect(first?.losses).toEqual(one?.losses.map((loss) => expect.closeTo(loss, 4)));
      for (const [name, values] of Object.entries(one?.state ?? {})) {
        expect(first?.state[name]).toEqual(values.map((value) => expect.closeTo(value, 3)));
      }
    });

    it('train a sparse table as one rank does, all to the same bytes', async () => {
      const [one] = alone.trainTable as TableTraining[];
      const trainings = results.trainTable as TableTraining[];
      const [first] = trainings;
      expect(trainings).toEqual(Array.from({ length: worldSize }, () => first));
      expect(first?.losses).toEqual(one?.losses.map((loss) => expect.closeTo(loss, 4)));
      expect(first?.rows).toEqual(one?.rows.map((rows) => rows.map((value) => expect.closeTo(value, 3))));
    });

    it('keep variables of their own, those of each step apart', () => {
      const others = (worldSize * (worldSize - 1)) / 2;
      const sums = [10, 20].map((base) => [worldSize * base, worldSize * base + others]);
      const kept = (rank: number) => [10, 20].map((base) => [base, base + rank]);
      expect(results.ownVariables).toEqual(
        Array.from({ length: worldSize }, (_, rank) => ({ sums, kept: kept(rank) })),
      );
    });
  });

  it.each([1, 100_000])('%i elements: a killed rank fails the other within a second', async (length) => {
    const { survivor, victim } = await startEndless(kind, { length });
    const report = survivor.next();
    const killedAt = performance.now();
    victim.child.kill('SIGKILL');
    expect(await report).toMatchObject(lost);
    expect(performance.now() - killedAt).toBeLessThan(noticedWithinMs);
    expect(await survivor.exit).toEqual(ending);
  });

  it.each([1, 100_000])('%i elements: a stopped rank fails the other in the time given', async (length) => {
    const timeoutSeconds = 2;
    const { survivor, victim } = await startEndless(kind, { length, timeoutSeconds });
    const report = survivor.next();
    const stoppedAt = performance.now();
    victim.child.kill('SIGSTOP');
    expect(await report).toMatchObject(lost);
    expect(performance.now() - stoppedAt).toBeLessThan(timeoutSeconds * 1000 + noticedWithinMs);
    expect(await survivor.exit).toEqual(ending);
  });
});

it('a leader that listens and never answers fails the joining in the time given', async () => {
  const silent = createServer().listen(0, '127.0.0.1');
  await once(silent, 'listening');
  const { port } = silent.address() as AddressInfo;
  const rank = startRank('sums', 'graph', 1, { worldSize: 2, timeoutSeconds: 1 });
  const report = await rank.next();
  const addresses = [`127.0.0.1:${port}`, report.kind === 'address' ? report.address : ''];
  rank.child.send({ addresses, secret: randomUUID() });
  expect(await rank.next()).toMatchObject({
    kind: 'failed',
    code: 'cluster-failed',
    message: expect.stringContaining('did not end within 1 s'),
  });
  expect(await rank.exit).toEqual([null, 'SIGKILL']);
  silent.close();
});
