import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import type { Worker } from 'node:worker_threads';
import { type BatchFeederOptions, openBatchFeeder } from '@espalier/ranker';
import koffi from 'koffi';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { planBatches } from '../data/batch-plan.js';
import { fedColumn, networkRows } from '../data/row-layout.js';
import { joinShards } from '../data/training-rows.js';
import { writeTrainingShard } from '../data/training-shard.js';
import { type SmallRows, shardOf, smallLeafMap, smallRows } from '../testing/small-problem.js';

const tasks = ['click', 'share'];
const layout = networkRows({ leaves: smallLeafMap(), denseColumns: 2, margins: 0, tasks });
/** The same without leaves. */
const withoutLeaves = networkRows({ leaves: null, denseColumns: 2, margins: 0, tasks });
const sizes = [100, 1, 57, 172];
const shards = sizes.map((rows, index) =>
  smallRows(
    rows,
    sizes.slice(0, index).reduce((sum, size) => sum + size, 0),
  ),
);
const rows = joinShards(shards.map(shardOf), layout);

const mapsFile = '/proc/self/maps';

let scratch: string;
let shardPaths: string[];
beforeAll(async () => {
  scratch = await mkdtemp(join(tmpdir(), 'feeder-'));
  shardPaths = await Promise.all(shards.map((shard, index) => store(`${index}.arrow`, shard)));
});
afterAll(() => rm(scratch, { recursive: true }));

async function store(name: string, shard: SmallRows | Uint8Array): Promise<string> {
  const path = join(scratch, name);
  await writeFile(path, shard instanceof Uint8Array ? shard : writeTrainingShard(shardOf(shard)));
  return path;
}

const open = (overrides: Partial<BatchFeederOptions> = {}) =>
  openBatchFeeder({ shardPaths, layout, seed: 7, batchSize: 50, epochs: 3, ...overrides });

const refusal = (promise: Promise<unknown>) =>
  promise.then(
    () => null,
    (error: unknown) => error,
  );

describe('openBatchFeeder', () => {
  it.each([
    { rank: 0, worldSize: 1, firstStep: 0, ringSize: 4 },
    { rank: 0, worldSize: 2, firstStep: 0, ringSize: 1 },
    { rank: 1, worldSize: 2, firstStep: 5, ringSize: 3 },
    { rank: 6, worldSize: 7, firstStep: 20, ringSize: 4 },
    { rank: 1, worldSize: 3, firstStep: 4, ringSize: 2, prefetchRows: true },
  ])('feeds the planned batches from any step on: $rank of $worldSize from $firstStep', async (part) => {
    const plan = planBatches(330, 50, 7);
    await using feeder = await open(part);
    expect(feeder).toMatchObject({ rows: 330, stepsPerEpoch: 7, totalSteps: 21 });
    for (let step = part.firstStep; step < 21; step++) {
      expect(feeder.nextStep).toBe(step);
      const { release, ...batch } = await feeder.next();
      const slice = plan.slice(step, part.rank, part.worldSize);
      expect({ ...batch }).toEqual({
        step,
        epoch: Math.floor(step / 7),
        rows: slice.rows.length,
        globalRows: slice.globalRows,
        globalOffset: slice.globalOffset,
        columns: rows.gather(slice.rows),
      });
      release();
      release();
    }
    await expect(feeder.next()).rejects.toThrow(RangeError);
  });

  it.each([false, true])('feeds rows without leaves, prefetched or not: %s', async (prefetchRows) => {
    const bare = shards.map((shard) => ({ ...shard, leaves: new Uint8Array(0), slots: 0 }));
    const paths = await Promise.all(bare.map((shard, index) => store(`bare-${index}.arrow`, shard)));
    await using feeder = await open({ shardPaths: paths, layout: withoutLeaves, prefetchRows });
    expect(feeder.rows).toBe(330);
    const plan = planBatches(330, 50, 7);
    for (let step = 0; step < feeder.totalSteps; step++) {
      const { columns, release } = await feeder.next();
      const { leaves, ...expected } = rows.gather(plan.slice(step, 0, 1).rows);
      expect(columns).toEqual(expected);
      release();
    }
    expect(await refusal(open({ shardPaths: paths }))).toMatchObject({
      message: expect.stringContaining('column "leaves" should be uint8 x 18 but is absent'),
    });
  });

  it('has nothing to feed after the last step', async () => {
    await using feeder = await open({ firstStep: 21 });
    await expect(feeder.next()).rejects.toThrow('There is no step 21: the training has 21.');
  });

  it('keeps a held batch as it is, and reads no further than the ring is long', async () => {
    await using feeder = await open({ ringSize: 2 });
    const first = await feeder.next();
    const second = await feeder.next();
    const before = [first, second].map(({ columns }) => structuredClone(columns));
    const third = feeder.next();
    await setTimeout(50);
    expect([first, second].map(({ columns }) => columns)).toEqual(before);
    first.release();
    expect((await third).step).toBe(2);
    expect(feeder.waitedMs).toBeGreaterThanOrEqual(45);
  });

  it.each([
    ['uint16', Uint16Array],
    ['uint32', Uint32Array],
  ] as const)('feeds leaves in their type: %s', async (leafType, LeafArray) => {
    const wide = shards.map((shard) => ({ ...shard, leaves: LeafArray.from(shard.leaves) }));
    const paths = await Promise.all(wide.map((shard, index) => store(`${leafType}-${index}.arrow`, shard)));
    const leaves = fedColumn('leaves', [{ name: 'leaves', dtype: leafType, width: 18 }]);
    await using feeder = await open({ shardPaths: paths, layout: [leaves] });
    const { columns } = await feeder.next();
    expect(columns.leaves).toBeInstanceOf(LeafArray);
    const expected = joinShards(wide.map(shardOf), [leaves]);
    expect(columns).toEqual(expected.gather(planBatches(330, 50, 7).slice(0, 0, 1).rows));
  });

  it('hands out arrays that TensorFlow takes without copying: each begins at a multiple of 64 bytes', async () => {
    await using feeder = await open({ ringSize: 3 });
    for (let step = 0; step < 6; step++) {
      const { columns, release } = await feeder.next();
      expect(Object.keys(columns)).toEqual(['leaves', 'dense', 'labels']);
      for (const array of Object.values(columns)) expect(koffi.address(array) % 64n).toBe(0n);
      release();
    }
  });

  it.each([1, 2])('misses no wake-up, however fast both sides are: a ring of %i', async (ringSize) => {
    await using feeder = await open({ batchSize: 1, epochs: 100, ringSize });
    for (let step = 0; step < feeder.totalSteps; step++) (await feeder.next()).release();
    expect(feeder.nextStep).toBe(33_000);
  });

  it('tells what its thread did when, if asked', async () => {
    const feeder = await open({ recordSpans: true, prefetchRows: true });
    for (let step = 0; step < 21; step++) (await feeder.next()).release();
    await feeder.close();
    for (const name of ['order', 'prefetch', 'gather', 'full']) {
      const spans = feeder.spans.filter((span) => span.name === name);
      expect(spans.map(({ step }) => step)).toEqual(Array.from({ length: 21 }, (_, step) => step));
      for (const { startMs, endMs } of spans) {
        expect(startMs).toBeLessThanOrEqual(endMs);
        expect(Math.abs(startMs - Date.now())).toBeLessThan(60_000);
      }
    }
  });
});

describe('a feeder that fails', () => {
  it('names every shard that does not fit, with the column, and what was expected and found', async () => {
    const [first, , third] = shards as [SmallRows, SmallRows, SmallRows];
    const narrow = await store('narrow.arrow', { ...third, leaves: third.leaves.slice(57), slots: 17 });
    const bare = await store('bare.arrow', {
      ...first,
      leaves: Uint16Array.from(first.leaves),
      dense: new Float32Array(0),
      denseColumns: 0,
      labels: { click: first.labels.click as Float32Array },
    });
    const foreign = await store('foreign.arrow', new TextEncoder().encode('PAR1 is another format'));
    const empty = await store('empty.arrow', new Uint8Array(0));
    const cut = await store('cut.arrow', first);
    await truncate(cut, 2000);
    const error = await refusal(open({ shardPaths: [narrow, ...shardPaths, bare, foreign, cut, empty] }));
    const problem = (shard: string, column: string, expected: string, found: string) =>
      expect.objectContaining({ shard, column, expected, found });
    expect(error).toMatchObject({
      code: 'trainer.invalid-shard',
      message: expect.stringContaining("5 of 9 training shards can't be used: "),
      details: {
        problems: [
          expect.objectContaining({ shard: foreign, reason: 'its bytes are not an Arrow IPC file' }),
          expect.objectContaining({ shard: cut, reason: 'it is cut short: its footer is missing' }),
          expect.objectContaining({ shard: empty, reason: 'its bytes are not an Arrow IPC file' }),
          problem(narrow, 'leaves', 'uint8 x 18', 'uint8 x 17'),
          problem(bare, 'leaves', 'uint8 x 18', 'uint16 x 18'),
          problem(bare, 'dense', 'float32 x 2', 'absent'),
          problem(bare, 'label_share', 'float32', 'absent'),
        ],
      },
    });
  });

  it('names a shard that is not there', async () => {
    const missing = join(scratch, 'missing.arrow');
    await expect(open({ shardPaths: [...shardPaths, missing] })).rejects.toMatchObject({
      code: 'trainer.feeder-failed',
      retryable: true,
      details: { shard: missing },
    });
  });

  it('has no rows', async () => {
    const none = await store('none.arrow', smallRows(0));
    for (const paths of [[], [none]]) {
      await expect(open({ shardPaths: paths })).rejects.toMatchObject({
        code: 'trainer.invalid-shard',
        message: 'The training shards have no rows.',
      });
    }
  });

  it('says so when its thread dies, while it waits and ever after', async () => {
    const { feeder, thread } = await withThread();
    await feeder.next();
    const waiting = refusal(feeder.next());
    await thread.terminate();
    const error = expect.objectContaining({ code: 'trainer.feeder-failed', retryable: true });
    expect(await waiting).toEqual(error);
    expect(await refusal(feeder.next())).toEqual(error);
    await feeder.close();
  });

  it('says so when its thread cannot start', async () => {
    await expect(open({ ringSize: -1 })).rejects.toMatchObject({
      code: 'trainer.feeder-failed',
      cause: expect.any(RangeError),
    });
  });

  it('ends in the middle, with its thread', async () => {
    const { feeder, thread } = await withThread();
    const held = await feeder.next();
    const ended = new Promise((resolve) => thread.once('exit', resolve));
    const waiting = refusal(feeder.next());
    await feeder.close();
    expect(await ended).toBe(0);
    expect(await waiting).toMatchObject({ code: 'trainer.feeder-failed' });
    expect(held.columns.leaves?.length).toBe(50 * 18);
    held.release();
    await feeder.close();
  });

  it.runIf(existsSync(mapsFile))(
    'leaves no shard mapped, whether it was closed or could not open',
    async () => {
      const feeders = await Promise.all(Array.from({ length: 5 }, () => open()));
      expect(await mappedShards()).toBe(5 * shards.length);
      await Promise.all(feeders.map((feeder) => feeder.close()));
      await refusal(
        open({ layout: layout.map((column) => ({ ...column, from: [{ name: 'leaves', width: 17 }] })) }),
      );
      await refusal(open({ shardPaths: [...shardPaths, scratch] }));
      // A refusal does not wait for its thread to end.
      await expect.poll(mappedShards).toBe(0);
    },
  );

  it('ends when told to, while it opens and while it waits', async () => {
    const reason = new Error('cancelled');
    expect(await refusal(open({ signal: AbortSignal.abort(reason) }))).toBe(reason);
    const opening = new AbortController();
    const opened = refusal(open({ signal: opening.signal }));
    opening.abort(reason);
    expect(await opened).toBe(reason);

    const waiting = new AbortController();
    await using feeder = await open({ signal: waiting.signal, ringSize: 1 });
    await feeder.next();
    const next = refusal(feeder.next());
    waiting.abort(reason);
    expect(await next).toBe(reason);
    expect(await refusal(feeder.next())).toBe(reason);
  });
});

async function mappedShards(): Promise<number> {
  const maps = (await readFile(mapsFile, 'utf8')).split('\n');
  return maps.filter((line) => line.includes(scratch)).length;
}

/** A feeder whose next batch never comes, as its only slot is taken. */
async function withThread() {
  const started = new Promise<Worker>((resolve) => process.once('worker', resolve));
  const feeder = await open({ ringSize: 1 });
  return { feeder, thread: await started };
}
