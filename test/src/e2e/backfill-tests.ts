/** Days that are run by a backfill, and a schedule of their pipeline, by commands and by HTTP: one is done, one is broken, mended and resumed. */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { PlannedBackfill } from '@espalier/client';
import type { ShownBackfill, ShownSchedule } from '@espalier/domain';
import { endpointsFileName, loadSettings } from '@espalier/settings';
import { createStore } from '@espalier/store';
import { beforeAll, expect, test } from 'vitest';
import { leakingSpec, writeLeakingLog } from './leaking-log.js';
import type { OwnStack } from './own-stack.js';
import { sharedStack } from './shared-stack.js';

let stack: OwnStack;

/** Bytes of a day's log, or what is no Parquet file. */
async function arrive(day: string, bytes: Uint8Array): Promise<void> {
  const store = createStore(loadSettings({ ESPALIER_HOME: stack.homeDir }).s3);
  await store.putBytes(`daily/day=${day}/log.parquet`, bytes);
  await store.putBytes(`daily/day=${day}/_SUCCESS`, new Uint8Array());
  store.close();
}

async function byHttp(method: string, path: string, body?: unknown) {
  const endpoints = JSON.parse(await readFile(join(stack.homeDir, endpointsFileName), 'utf8'));
  const token = await readFile(join(stack.homeDir, 'admin-token'), 'utf8');
  const answer = await fetch(`http://${endpoints.serverAddress}${path}`, {
    method,
    headers: {
      authorization: `Bearer ${token}`,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  // biome-ignore lint/suspicious/noExplicitAny: tests look at what is in it
  return { status: answer.status, json: (await answer.json()) as any };
}

let log: Uint8Array;

beforeAll(async () => {
  stack = await sharedStack();
  log = await readFile(await writeLeakingLog(stack.dir));
  const { bucket } = loadSettings({ ESPALIER_HOME: stack.homeDir }).s3;
  await arrive('2026-11-01', log);
  await arrive('2026-11-02', new TextEncoder().encode('broken'));
  await arrive('2026-11-03', log);
  const spec = leakingSpec
    .replace('name: leak', 'name: daily\npartitions: { key: day, marker: _SUCCESS }')
    .replace('uri: log.parquet', `uri: "s3://${bucket}/daily/day={day}/"`);
  const path = join(stack.dir, 'daily.yaml');
  await writeFile(path, spec);
  await stack.json('pipeline', 'apply', path);
});

const range = ['--from', '2026-11-01', '--to', '2026-11-04'];

test('what it costs is told before, and a dry run starts nothing', async () => {
  const done = await stack.json('pipeline', 'run', 'daily', '--for', '2026-11-01', '--wait');
  expect(done).toMatchObject({ status: 'succeeded' });
  const planned = await stack.json<PlannedBackfill>('backfill', 'create', 'daily', ...range, '--dry-run');
  expect(planned).toMatchObject({
    ...{ id: null, labels: ['2026-11-02', '2026-11-03'] },
    cost: { toRun: 2, skipped: 1, absent: ['2026-11-04'], run: { runs: 1 } },
  });
  expect(planned.cost.expectedSeconds).toBeGreaterThan(1);
  const more = await stack.espalier('backfill', 'create', 'daily', ...range, '--limit', '2');
  expect([more.exitCode, more.stderr]).toEqual([2, expect.stringMatching(/--limit 2 .*allow: 2/s)]);
  expect(await stack.json('backfill', 'list')).toEqual({ backfills: [], nextCursor: null });
});

test('a day that is broken stops no other, and is run once it is mended, by resuming', async () => {
  const create = ['backfill', 'create', 'daily', ...range, '--key', 'november'];
  const waited = await stack.espalier(...create, '--wait', '--json');
  expect(waited.exitCode, waited.stderr).toBe(1);
  const shown: ShownBackfill = JSON.parse(waited.stdout);
  expect(shown).toMatchObject({
    ...{ status: 'failed', open: 0, counts: { succeeded: 1, refused: 1 } },
    troubles: [{ label: '2026-11-02', outcome: 'refused', problem: { code: expect.any(String) } }],
  });
  expect(await stack.json(...create)).toMatchObject({ id: shown.id, isNew: false });
  await arrive('2026-11-02', log);
  const resumed = await byHttp('POST', `/v1/backfills/${shown.id}/resume`);
  expect([resumed.status, resumed.json]).toEqual([200, { toRun: 1 }]);
  expect((await stack.espalier('backfill', 'show', shown.id, '--wait')).stdout).toMatch('2 succeeded');
  const { json } = await byHttp('GET', `/v1/backfills/${shown.id}`);
  expect(json).toMatchObject({ status: 'succeeded', counts: { succeeded: 2, refused: 0 }, progress: null });
  const again = await byHttp('POST', '/v1/pipelines/daily/backfills', {
    ...{ from: '2026-11-01', to: '2026-11-04', reason: 'once more' },
  });
  expect([again.status, again.json]).toMatchObject([200, { id: null, cost: { toRun: 0, skipped: 3 } }]);
});

test('a schedule is made, shown, paused and deleted', async () => {
  const made = await stack.json<ShownSchedule>(
    ...['schedule', 'create', 'nightly', '--pipeline', 'daily', '--cron', '0 6 * * *'],
    ...['--timezone', 'Europe/Berlin', '--jitter', '5m'],
  );
  expect(made).toMatchObject({
    schedule: { catchUpSeconds: expect.any(Number), overlap: 'queue-one', partitionOffset: 1 },
    ...{ isPaused: false, nextTimes: Array(3).fill(expect.any(String)) },
  });
  const { stdout } = await stack.espalier('schedule', 'list');
  expect(stdout).toMatch(/nightly +daily +0 6 \* \* \* Europe\/Berlin/);
  // For yesterday, which is not there.
  await stack.json('schedule', 'run-now', 'nightly');
  const last = () => stack.json<ShownSchedule>('schedule', 'show', 'nightly').then(({ runs }) => runs[0]);
  await expect
    .poll(() => last().then((run) => run?.status), { timeout: 30_000, interval: 500 })
    .toBe('failed');
  expect(await last()).toMatchObject({ runId: null, problem: expect.stringMatching(/daily@1 has/) });
  const paused = await byHttp('POST', '/v1/schedules/nightly/pause', { note: 'a holiday' });
  expect([paused.status, paused.json]).toMatchObject([
    200,
    { isPaused: true, note: 'admin-token: a holiday' },
  ]);
  const twice = await byHttp('PUT', '/v1/schedules/nightly', { pipeline: 'daily', every: '1d', note: 'x' });
  expect([twice.status, twice.json.code]).toEqual([409, 'workflow.schedule-exists']);
  await stack.json('schedule', 'delete', 'nightly');
  expect(await stack.json('schedule', 'list')).toEqual({ schedules: [], nextCursor: null });
});
