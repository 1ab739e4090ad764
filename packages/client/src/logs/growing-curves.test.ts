import { appendFile, mkdtemp, rename, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { measuredMessage } from '@espalier/domain';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { GrowingCurves } from './growing-curves.js';
import { readRunLog } from './log-files.js';
import { measuredCurves } from './measured-curves.js';

const startMs = Date.UTC(2026, 10, 28);
const runId = 'feed-20261128-000000-aaaa';

let folder = '';
let growing: GrowingCurves;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'espalier-curves-'));
  growing = new GrowingCurves(folder, runId);
});
afterEach(() => rm(folder, { recursive: true }));

const path = (name = 'trainer-1.log') => join(folder, name);

interface Told {
  readonly step: number;
  readonly value?: number;
  readonly atMs?: number;
  readonly stage?: string;
  readonly run?: string;
}

function line({ step, value = 1 / step, atMs = step, stage = 'train', run = runId }: Told): string {
  const network = { click: value, 'like "ü"': value / 2 };
  const said = { level: 30, time: startMs + atMs, runId: run, stage, step };
  return `${JSON.stringify({ ...said, network, forest: { click: 1 }, msg: measuredMessage })}\n`;
}

const lines = (from: number, until: number, of: Omit<Told, 'step'> = {}) =>
  Array.from({ length: until - from }, (_, at) => line({ ...of, step: from + at })).join('');

/** What all that lies there tells, read at once. */
async function expectAll(): Promise<void> {
  const curves = await growing.read();
  expect(curves).toEqual(measuredCurves(await readRunLog(folder, runId)));
  expect(growing.pointCount).toBe(curves.reduce((sum, { points }) => sum + points.length, 0));
}

const stepsNow = async () => (await growing.read())[0]?.points.map(({ step }) => step);

it('there are none without a log, nor without a line of the run', async () => {
  expect(await growing.read()).toEqual([]);
  await writeFile(path(), lines(1, 5, { run: 'feed-20261128-000000-bbbb' }));
  expect(await growing.read()).toEqual([]);
  await appendFile(path(), lines(5, 7));
  expect(await stepsNow()).toEqual([0, 5, 6]);
});

it('each look tells what was written since, by however few bytes, and nothing twice', async () => {
  const all = Buffer.from(`not JSON: ${measuredMessage}\n${lines(1, 12)}`);
  const stride = 97;
  for (let from = 0; from < all.length; from += stride) {
    await appendFile(path(), all.subarray(from, from + stride));
    await expectAll();
  }
  expect(await stepsNow()).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
  await expectAll();
});

it('a log of megabytes is read on where it ended, with steps that are done again', async () => {
  await writeFile(path(), lines(1, 8_000));
  await expectAll();
  // From a checkpoint on, with other losses.
  const again = { value: 0.25 };
  await appendFile(
    path(),
    Array.from({ length: 900 }, (_, at) => line({ ...again, step: 7_500 + at, atMs: 9_000 + at })).join(''),
  );
  await expectAll();
  const [{ points } = { points: [] }] = await growing.read();
  expect(points.length).toBe(8_400);
  expect(points[7_600]).toEqual({ step: 7_600, value: 0.25 });
});

describe('what was read is not what lies there now', () => {
  beforeEach(async () => {
    await writeFile(path(), lines(1, 50));
    await expectAll();
  });

  it('a file that is shorter', async () => {
    await truncate(path(), Buffer.byteLength(line({ step: 1 })));
    await expectAll();
    expect(await stepsNow()).toEqual([0, 1]);
  });

  it('another text in its place, as long or longer', async () => {
    await writeFile(path(), lines(1, 50, { value: 0.5 }));
    await expectAll();
    await writeFile(path(), lines(1, 90, { value: 0.125 }));
    await expectAll();
  });

  it('a file that is gone', async () => {
    await writeFile(path('trainer-2.log'), lines(50, 60));
    await expectAll();
    await rm(path());
    await expectAll();
    expect(await stepsNow()).toEqual([0, 50, 51, 52, 53, 54, 55, 56, 57, 58, 59]);
  });

  it('it was rotated: nothing is lost, and what is written from then on is found', async () => {
    await rename(path(), path('trainer-1.log.1'));
    await writeFile(path(), lines(50, 60));
    await expectAll();
    await appendFile(path(), lines(60, 70));
    await expectAll();
    expect((await stepsNow())?.length).toBe(70);
    // Once more: the oldest lines are gone for everybody.
    await rename(path(), path('trainer-1.log.1'));
    await writeFile(path(), lines(70, 80));
    await expectAll();
    expect((await stepsNow())?.length).toBe(31);
  });

  it('lines of another file that are of before: the latest of a step counts, whichever came to be read first', async () => {
    await writeFile(path('trainer-2.log'), lines(30, 40, { value: 7, atMs: 20 }));
    await expectAll();
    const [{ points } = { points: [] }] = await growing.read();
    expect(points[30]).toEqual({ step: 30, value: 1 / 30 });
  });
});

it('trainings of a comparison are curves each', async () => {
  for (const stage of ['train.a', 'train.b']) await appendFile(path(), lines(1, 4, { stage }));
  await expectAll();
  await appendFile(path(), lines(4, 6, { stage: 'train.b' }));
  await expectAll();
  expect((await growing.read()).map(({ task }) => task)).toEqual([
    'train.a click',
    'train.a like "ü"',
    'train.b click',
    'train.b like "ü"',
  ]);
});
