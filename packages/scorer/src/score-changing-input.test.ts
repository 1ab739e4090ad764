import { copyFileSync, readFileSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { scoreParquet } from './score-parquet.js';
import { ServedModel } from './testing/served-model.js';
import { readParquet, rowsSql, writeParquet } from './testing/small-model.js';

let served: ServedModel;
beforeAll(async () => {
  served = await ServedModel.publish();
});
afterAll(() => served[Symbol.asyncDispose]());

const path = (name: string) => join(served.model.dir, name);
/** Chunks of the rows: progress is told before the first, and after each. */
const rows = 40_000;
const chunks = 3;

const changes = {
  'is replaced by another file': (input: string, other: string) => renameSync(other, input),
  'is written over in place, and its time set back': (input: string, other: string) => {
    const { atime, mtime } = statSync(input);
    writeFileSync(input, readFileSync(other), { flag: 'r+' });
    utimesSync(input, atime, mtime);
  },
  'is taken away': (input: string) => rmSync(input),
};

describe('rows to score that change while they are scored', () => {
  it.each(
    Object.entries(changes).flatMap(([what, make]) =>
      Array.from({ length: chunks + 1 }, (_, at) => ({ what, make, at })),
    ),
  )('give no scores where the input $what after chunk $at', async ({ make, at }) => {
    const inputPath = path('changing.parquet');
    const outputPath = path('changing-scores.parquet');
    await writeParquet(inputPath, `SELECT *, 3 AS member FROM (${rowsSql(rows)})`);
    await writeParquet(path('other.parquet'), `SELECT *, 7 AS member FROM (${rowsSql(rows, "'new'")})`);
    copyFileSync(inputPath, path('kept.parquet'));
    const score = (onProgress: () => void) => {
      const { settings, bundleUri } = served;
      return scoreParquet({ settings, bundleUri, inputPath, outputPath, keep: ['member'], onProgress });
    };
    let told = 0;
    const failed = score(() => {
      if (told++ === at) make(inputPath, path('other.parquet'));
    });
    await expect(failed).rejects.toMatchObject({
      code: make === changes['is taken away'] ? 'features.source-missing' : 'features.source-changed',
      kind: 'user',
      message: expect.stringContaining(inputPath),
    });
    expect((await readdir(served.model.dir)).filter((name) => /scores|^\./.test(name))).toEqual([]);
    copyFileSync(path('kept.parquet'), inputPath);
    await score(() => {});
    expect((await readParquet(outputPath)).member?.every((member) => member === 3)).toBe(true);
    rmSync(outputPath);
  });
});
