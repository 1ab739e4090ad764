import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openBatchFeeder } from '@espalier/ranker';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { planBatches } from '../data/batch-plan.js';
import { fedColumn, networkRows } from '../data/row-layout.js';
import { shardColumns } from '../data/shard-columns.js';
import { writeTrainingShard } from '../data/training-shard.js';
import { shardOf, smallLeafMap, smallRows } from '../testing/small-problem.js';

const tasks = ['click', 'share'];
const layout = networkRows({ leaves: smallLeafMap(), denseColumns: 2, margins: 0, tasks });

const statusFile = '/proc/self/status';

let scratch: string;
beforeAll(async () => {
  scratch = await mkdtemp(join(tmpdir(), 'feeder-memory-'));
});
afterAll(() => rm(scratch, { recursive: true }));

/** What the process holds of its own, without the page cache's files that it has mapped. */
async function ownBytes(): Promise<number> {
  return Number(/^RssAnon:\s+(\d+) kB/m.exec(await readFile(statusFile, 'utf8'))?.[1]) * 1024;
}

describe.runIf(existsSync(statusFile))('the memory of a feeder', () => {
  it('does not grow with the number of batches', async () => {
    const path = join(scratch, 'small.arrow');
    await writeFile(path, writeTrainingShard(shardOf(smallRows(330))));
    await using feeder = await openBatchFeeder({
      shardPaths: [path],
      layout,
      seed: 7,
      batchSize: 330,
      epochs: 6000,
    });
    const feed = async (steps: number) => {
      for (let step = 0; step < steps; step++) (await feeder.next()).release();
      return ownBytes();
    };
    const warmBytes = await feed(1000);
    // A batch has 11,200 bytes: were they kept, 5,000 would take 56 MB.
    expect((await feed(5000)) - warmBytes).toBeLessThan(25e6);
  });

  it('follows the rows, not the batch that was asked for', async () => {
    const path = join(scratch, 'few-rows.arrow');
    await writeFile(path, writeTrainingShard(shardOf(smallRows(330))));
    await using feeder = await openBatchFeeder({
      shardPaths: [path],
      layout,
      seed: 7,
      batchSize: 1_048_576,
      epochs: 8,
    });
    for (let step = 0; step < 8; step++) {
      const batch = await feeder.next();
      expect(batch.rows).toBe(330);
      // Four batches of a million rows take 140 MB.
      expect(batch.columns.leaves?.buffer.byteLength).toBeLessThan(1e6);
      batch.release();
    }
  });

  it.each([true, false])(
    'does not grow with the shards, rows asked for one by one: %s',
    async (prefetchRows) => {
      const rows = 250_000;
      const slots = 400;
      const path = join(scratch, 'large.arrow');
      const leaves = new Uint8Array(rows * slots);
      for (let row = 0; row < rows; row++) leaves[row * slots] = row % 251;
      const labels = { click: new Float32Array(rows) };
      await writeFile(
        path,
        writeTrainingShard(shardOf({ leaves, slots, dense: new Float32Array(0), denseColumns: 0, labels })),
      );
      const beforeBytes = await ownBytes();
      await using feeder = await openBatchFeeder({
        shardPaths: [path],
        layout: [
          fedColumn('leaves', [{ name: 'leaves', dtype: 'uint8', width: slots }]),
          fedColumn('labels', [shardColumns.label('click')]),
        ],
        seed: 7,
        batchSize: 500,
        epochs: 1,
        prefetchRows,
      });
      const plan = planBatches(rows, 500, 7);
      for (let step = 0; step < feeder.totalSteps; step++) {
        const batch = await feeder.next();
        const first = Array.from({ length: batch.rows }, (_, row) => batch.columns.leaves?.[row * slots]);
        expect(first).toEqual(Array.from(plan.slice(step, 0, 1).rows, (row) => row % 251));
        batch.release();
      }
      expect((await ownBytes()) - beforeBytes).toBeLessThan(leaves.length / 2);
    },
  );
});
