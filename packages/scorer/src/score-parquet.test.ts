import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openForestEncoder } from '@espalier/forest';
import { forestPredictions } from '@espalier/ranker';
import { loadBundle } from '@espalier/registry';
import type { Settings } from '@espalier/settings';
import type { Store } from '@espalier/store';
import type { TensorFlow } from '@espalier/tensorflow';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { scoreParquet } from './score-parquet.js';
import { ServedModel } from './testing/served-model.js';
import {
  codedRow,
  greatestDifference,
  readParquet,
  rowsSql,
  type SmallModel,
  tasks,
  trainRows,
  writeParquet,
} from './testing/small-model.js';

let served: ServedModel;
let settings: Settings;
let store: Store;
let model: SmallModel;
let bundleUri: string;
let forestUri: string;
let tf: TensorFlow;
const path = (name: string) => join(model.dir, name);

beforeAll(async () => {
  served = await ServedModel.publish();
  ({ settings, store, model, bundleUri, forestUri, tf } = served);
});
afterAll(() => served[Symbol.asyncDispose]());

async function leftovers(): Promise<string[]> {
  return await readdir(join(settings.cacheDir, 'scratch'));
}

describe('scoreParquet', () => {
  it("keeps the rows' order over many chunks, and begins as XGBoost's own predictions", async () => {
    const rows = 40_000;
    await writeParquet(path('many.parquet'), rowsSql(rows));
    const progress: { doneRows: number; totalRows: number }[] = [];
    const result = await scoreParquet({
      settings,
      bundleUri: forestUri,
      inputPath: path('many.parquet'),
      outputPath: path('many-scores.parquet'),
      onProgress: (step) => progress.push(step),
    });
    expect(result).toMatchObject({ rows, tasks: [...tasks], output: [...tasks], warnings: [] });
    const scores = await readParquet(path('many-scores.parquet'));
    expect(Object.keys(scores)).toEqual([...tasks]);
    for (const task of tasks) {
      expect(greatestDifference(scores[task], await model.forestPredictions(task, rows))).toBeLessThan(1e-5);
    }
    expect(progress.length).toBeGreaterThan(3);
    expect(progress.at(-1)).toEqual({ doneRows: rows, totalRows: rows });
    expect(await leftovers()).toEqual([]);
  });

  it('gives what the network itself computes, from S3 as from a folder', async () => {
    const rows = 500;
    await writeParquet(path('few.parquet'), `SELECT country, age, amount FROM (${rowsSql(rows)})`);
    const { network, moved } = model.network(tf);
    const encoder = await openForestEncoder(model.xgb, model);
    const coded = Array.from({ length: rows }, (_, i) => codedRow(model.schema, i));
    const leaves = await encoder.encode(Float32Array.from(coded.flat()), rows, model.schema.columns.length);
    const isNumeric = model.schema.columns.map((column) => column.kind === 'numeric');
    const dense = coded.flatMap((row) => row.filter((_, column) => isNumeric[column]));
    const expected = tf.tidy(() => {
      const tensors = new Map(
        [...moved].map(([name, { shape, values }]) => [name, tf.tensor(values, [...shape])]),
      );
      const slots = network.slots;
      const ids = Int32Array.from(
        leaves,
        (ordinal, cell) => ordinal + (network.slotOffsets[cell % slots] ?? 0),
      );
      const inputs = {
        leafIds: tf.tensor(ids, [rows, slots], 'int32'),
        dense: tf.tensor(dense, [rows, 2]),
        margins: null,
      };
      return tf.sigmoid(network.forward(tensors, inputs, { training: null })).dataSync<'float32'>();
    });
    const folder = path('bundle');
    await mkdir(folder);
    await loadBundle(bundleUri, { store, intoDir: folder });
    for (const uri of [bundleUri, folder]) {
      const files = { inputPath: path('few.parquet'), outputPath: path('few-scores.parquet') };
      await scoreParquet({ settings, bundleUri: uri, overwrite: true, ...files });
      const scores = await readParquet(files.outputPath);
      for (const [index, task] of network.tasks.entries()) {
        const column = Float32Array.from(
          { length: rows },
          (_, row) => expected[row * tasks.length + index] ?? NaN,
        );
        expect(greatestDifference(scores[task], column)).toBeLessThan(1e-5);
        expect(
          greatestDifference(scores[task], forestPredictions(model.leafMap, leaves, rows)[task] ?? column),
        ).toBeGreaterThan(0.001);
      }
    }
  });

  it('scores rows of a category never seen in training near the base rate', async () => {
    const outputPath = path('unseen-scores.parquet');
    const mean = async (country: string): Promise<number> => {
      await writeParquet(path('unseen.parquet'), rowsSql(2000, country));
      const files = { inputPath: path('unseen.parquet'), outputPath };
      await scoreParquet({ settings, bundleUri: forestUri, overwrite: true, ...files });
      const { hit } = await readParquet(outputPath);
      return (hit ?? new Float32Array()).reduce((sum, score) => sum + score, 0) / 2000;
    };
    const baseRate = (model.schema.tasks.find((task) => task.name === 'hit')?.positives ?? 0) / trainRows;
    expect(await mean("'c0'")).toBeGreaterThan(0.9);
    expect(await mean("'c4'")).toBeLessThan(0.1);
    expect(Math.abs((await mean("'never seen'")) - baseRate)).toBeLessThan(0.1);
  });

  it('writes an empty file for no rows', async () => {
    await writeParquet(path('none.parquet'), rowsSql(0));
    const files = { inputPath: path('none.parquet'), outputPath: path('none-scores.parquet') };
    expect((await scoreParquet({ settings, bundleUri, ...files })).rows).toBe(0);
    expect(Object.keys(await readParquet(files.outputPath))).toEqual([...tasks]);
  });

  it.each([
    ['an input that does not exist', 'absent.parquet', 'request.invalid', /absent\.parquet/],
    ['an input that is a folder', '.', 'request.invalid', /not a file/],
    ['an input that is no Parquet', 'text.parquet', 'features.corrupt-source', /text\.parquet/],
    ['an input without columns of the model', 'narrow.parquet', 'features.missing-column', /age.*country/],
    [
      'an input with a column of another kind',
      'kinds.parquet',
      'features.column-type',
      /age must be a number/,
    ],
  ])('refuses %s', async (_, input, code, message) => {
    await writeFile(path('text.parquet'), 'no Parquet');
    await writeParquet(path('narrow.parquet'), 'SELECT 1 AS amount');
    await writeParquet(path('kinds.parquet'), "SELECT 1 AS amount, 'old' AS age, 'c1' AS country");
    const outputPath = path('refused.parquet');
    const scoring = scoreParquet({ settings, bundleUri, inputPath: path(input), outputPath });
    await expect(scoring).rejects.toMatchObject({
      code,
      kind: 'user',
      message: expect.stringMatching(message),
    });
    expect(
      (await readdir(model.dir)).filter((name) => name.includes('refused') || name.startsWith('.')),
    ).toEqual([]);
    expect(await leftovers()).toEqual([]);
  });

  it('refuses an output that is the input, a folder, or in no folder', async () => {
    const inputPath = path('log.parquet');
    for (const outputPath of [inputPath, model.dir, path('no/such/scores.parquet')]) {
      await expect(scoreParquet({ settings, bundleUri, inputPath, outputPath })).rejects.toMatchObject({
        code: 'request.invalid',
        message: expect.stringContaining(outputPath),
      });
    }
  });

  it('refuses what is no bundle, a bundle that lacks a part, and a network that TensorFlow can not read', async () => {
    const files = { inputPath: path('log.parquet'), outputPath: path('refused.parquet') };
    const scoring = (uri: string) => scoreParquet({ settings, bundleUri: uri, ...files });
    const none = { code: 'registry.not-a-bundle', kind: 'user' };
    await expect(scoring(path('absent'))).rejects.toMatchObject(none);
    await expect(scoring(`s3://${settings.s3.bucket}/bundles/none/at-all`)).rejects.toMatchObject(none);
    const partial = path('partial');
    await loadBundle(bundleUri, { store, intoDir: partial });
    await rm(join(partial, 'encoder/hit.ubj'));
    await expect(scoring(partial)).rejects.toMatchObject({
      code: 'registry.part-missing',
      message: expect.stringContaining('encoder/hit.ubj'),
    });
    const { uri } = await model.publish(store, new TextEncoder().encode('no network'), 'unreadable');
    await expect(scoring(uri)).rejects.toMatchObject({
      code: 'registry.part-unreadable',
      message: expect.stringContaining(uri),
    });
  });

  it.each([0, 16_384])(
    'ends with the reason of a signal that aborts after %d of 20,000 rows, and leaves nothing behind',
    async (afterRows) => {
      const abort = new AbortController();
      await writeParquet(path('two-chunks.parquet'), rowsSql(20_000));
      const scoring = scoreParquet({
        settings,
        bundleUri,
        inputPath: path('two-chunks.parquet'),
        outputPath: path('aborted.parquet'),
        onProgress: ({ doneRows }) => {
          if (doneRows === afterRows) abort.abort(new Error('enough'));
        },
        signal: abort.signal,
      });
      await expect(scoring).rejects.toThrow('enough');
      expect((await readdir(model.dir)).filter((name) => name.includes('aborted'))).toEqual([]);
      expect(await leftovers()).toEqual([]);
    },
  );
});
