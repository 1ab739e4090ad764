import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { RunLogs } from './run-logs.js';

test('the log of a run is read once for all who ask at one time, and anew for who asks later', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'espalier-run-logs-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const runId = 'feed-20261129-120000-aaaa';
  const line = (msg: string) =>
    `${JSON.stringify({ level: 30, time: Date.UTC(2026, 10, 29, 12), runId, msg })}\n`;
  const path = join(folder, 'trainer.log');
  await writeFile(path, line('first'));
  const logs = new RunLogs(folder);
  const [one, two] = await Promise.all([logs.read(runId), logs.read(runId)]);
  expect(one.map(({ msg }) => msg)).toEqual(['first']);
  expect(two).toBe(one);
  await writeFile(path, line('second'), { flag: 'a' });
  expect((await logs.read(runId)).map(({ msg }) => msg)).toEqual(['first', 'second']);
});
