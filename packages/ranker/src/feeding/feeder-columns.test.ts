import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openBatchFeeder } from '@espalier/ranker';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { planBatches } from '../data/batch-plan.js';
import { concatenateRows, floatColumn, typedColumn } from '../data/row-columns.js';
import { fedColumn, networkRows } from '../data/row-layout.js';
import { joinShards } from '../data/training-rows.js';
import { writeTrainingShard } from '../data/training-shard.js';
import { shardOf, smallLeafMap, smallRows } from '../testing/small-problem.js';

const tasks = ['click', 'share'];
const layout = networkRows({ leaves: smallLeafMap(), denseColumns: 2, margins: 0, tasks });

let scratch: string;
beforeAll(async () => {
  scratch = await mkdtemp(join(tmpdir(), 'feeder-columns-'));
});
afterAll(() => rm(scratch, { recursive: true }));

it('a feeder feeds whatever columns a layout names, of any type, several of a shard side by side', async () => {
  const made = [smallRows(100), smallRows(57, 100)].map((rows, index) => {
    const { rows: count, columns } = shardOf(rows);
    const values = Float32Array.from({ length: count * 2 }, (_, at) => index + at / 1000);
    const mask = Uint8Array.from({ length: count }, (_, row) => row % 3);
    const weights = [
      typedColumn('weight_click', values, 2),
      typedColumn('weight_share', values.slice(count)),
    ];
    return { rows: count, columns: [typedColumn('mask', mask), ...columns, ...weights] };
  });
  const paths = made.map((_, index) => join(scratch, `weighed-${index}.arrow`));
  await Promise.all(made.map((shard, index) => writeFile(paths[index] as string, writeTrainingShard(shard))));
  const of = (name: string, width: number) => ({ name, dtype: 'float32', width }) as const;
  const weighed = [
    fedColumn('mask', [{ name: 'mask', dtype: 'uint8', width: 1 }]),
    ...layout,
    fedColumn('weights', [of('weight_share', 1), of('weight_click', 2)]),
  ];
  await using feeder = await openBatchFeeder({
    shardPaths: paths,
    layout: weighed,
    seed: 7,
    batchSize: 50,
    epochs: 1,
  });
  const { columns } = await feeder.next();
  const wanted = planBatches(157, 50, 7).slice(0, 0, 1).rows;
  expect(columns).toEqual(joinShards(made, weighed).gather(wanted));
  const all = concatenateRows(made);
  const shareOf = floatColumn(all, 'weight_share');
  const clickOf = floatColumn(all, 'weight_click');
  const expected = [...wanted].flatMap((row) => [shareOf[row], clickOf[2 * row], clickOf[2 * row + 1]]);
  expect(columns.weights).toEqual(Float32Array.from(expected as number[]));
  expect(columns.mask).toBeInstanceOf(Uint8Array);
  expect(() =>
    fedColumn('mixed', [of('weight_share', 1), { name: 'mask', dtype: 'uint8', width: 1 }]),
  ).toThrow('Column "mixed" can\'t be fed');
});
