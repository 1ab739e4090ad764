import { appendFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Curve } from '@espalier/client/logs';
import { measuredMessage } from '@espalier/domain';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { RunCurves } from './run-curves.js';
import { RunLogs } from './run-logs.js';

const startMs = Date.UTC(2026, 10, 29, 12);
const run = (name: string) => `feed-20261129-120000-${name}`;

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'espalier-run-curves-'));
});
afterEach(() => rm(folder, { recursive: true }));

async function measure(runId: string, steps: readonly number[]): Promise<void> {
  const line = (step: number) =>
    JSON.stringify({
      ...{ level: 30, time: startMs + step, runId, stage: 'train', step },
      ...{ network: { click: 1 / step }, forest: { click: 1 }, msg: measuredMessage },
    });
  await appendFile(join(folder, 'trainer.log'), `${steps.map(line).join('\n')}\n`);
}

const stepsOf = (curves: readonly Curve[]) => curves.flatMap(({ points }) => points.map(({ step }) => step));

test('curves of a run that goes on are read once for all who ask at one time, and grow', async () => {
  const curves = new RunCurves(folder, new RunLogs(folder));
  await measure(run('aaaa'), [1, 2]);
  const [one, two] = await Promise.all([curves.ofGoing(run('aaaa')), curves.ofGoing(run('aaaa'))]);
  expect(stepsOf(one)).toEqual([0, 1, 2]);
  expect(two).toBe(one);
  await measure(run('aaaa'), [3]);
  expect(stepsOf(await curves.ofGoing(run('aaaa')))).toEqual([0, 1, 2, 3]);
  expect(curves.pointCount).toBe(4);
});

test('of one that has ended the whole log is read, and nothing is kept', async () => {
  const curves = new RunCurves(folder, new RunLogs(folder));
  await measure(run('aaaa'), [1, 2]);
  await curves.ofGoing(run('aaaa'));
  await measure(run('aaaa'), [3]);
  expect(stepsOf(await curves.ofEnded(run('aaaa'), startMs + 3))).toEqual([0, 1, 2, 3]);
  expect(curves.pointCount).toBe(0);
});

test('no more points are kept than so many; what is not kept is told all the same', async () => {
  const curves = new RunCurves(folder, new RunLogs(folder), 7);
  const names = ['aaaa', 'bbbb', 'cccc'];
  for (const name of names) await measure(run(name), [1, 2]);
  for (const name of [...names, ...names]) {
    expect(stepsOf(await curves.ofGoing(run(name)))).toEqual([0, 1, 2]);
    expect(curves.pointCount).toBeLessThanOrEqual(7);
  }
  await measure(run('cccc'), [3, 4, 5, 6, 7, 8]);
  for (let look = 0; look < 2; look += 1) {
    expect(stepsOf(await curves.ofGoing(run('cccc')))).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8]);
    expect(curves.pointCount).toBeLessThanOrEqual(7);
  }
});
