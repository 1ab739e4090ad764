/** A run's newest day is held to the days that it trains on and to what the champion was trained on; with a real source and store. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { CheckProfiles, EspalierError } from '@espalier/domain';
import { readFailedChecks } from '@espalier/registry';
import type { PipelineSpec } from '@espalier/spec';
import { startTestServers, type TestServers } from '@espalier/stack';
import { createStore, readManifest, type Store } from '@espalier/store';
import { pino } from 'pino';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ShardServices } from '../../shards/shard-services.js';
import { dailySpec, extractedRun, makeChampion, writeDay } from '../../testing/checked-log.js';
import { checkShard } from './check-shard.js';
import { foldCheck } from './fold-check.js';
import { type CheckPayload, checkJobs, evenly } from './jobs.js';

const signal = new AbortController().signal;
const halfOfTabs = 'CASE WHEN hash(price) % 2 = 0 THEN tab END AS tab';

let servers: TestServers;
let store: Store;
let services: ShardServices;
let dir: string;

beforeAll(async () => {
  servers = await startTestServers({ parts: ['bucket'] });
  const { settings } = servers;
  dir = settings.homeDir;
  store = createStore(settings.s3);
  const scratchDir = join(dir, 'scratch');
  mkdirSync(scratchDir, { recursive: true });
  services = new ShardServices(settings, store, scratchDir);
  for (const day of ['01', '02', '03', '04']) await writeDay(dir, `2026-01-${day}`);
  await writeDay(dir, '2026-01-05', halfOfTabs);
  for (const day of ['06', '07']) await writeDay(dir, `2026-01-${day}`, 'price * 10 AS price');
});
afterAll(async () => {
  store?.close();
  await servers?.[Symbol.asyncDispose]();
});

async function check(runId: string, spec: PipelineSpec) {
  const context = await extractedRun(services, spec, dir, runId);
  const jobs = await checkJobs(store, context);
  const results = [];
  for (const { payload } of jobs)
    results.push(await checkShard(services, payload as CheckPayload, { signal } as never));
  const logger = pino({ level: 'silent' });
  return { context, jobs, ...(await foldCheck({ services, context, logger, signal }, results)) };
}

const refused = async (runId: string, spec: PipelineSpec) =>
  check(runId, spec).then(
    () => null,
    (error: EspalierError) => error,
  );

test('a day like those before it passes, and leaves the profile of what was trained on', async () => {
  const { jobs, parts, body } = await check('usual', dailySpec('2026-01-04'));
  expect(jobs.map(({ payload }) => (payload as CheckPayload).side)).toContain('newest');
  expect(body).toMatchObject({ partition: '2026-01-04', champion: null, warnings: [], notes: [] });
  expect(body.verdicts.every(({ passed }) => passed)).toBe(true);
  const [profile] = parts;
  expect(profile?.name).toBe(body.reportPart);
  const { training, newest } = (await store.getVerifiedJson(profile as never)) as CheckProfiles;
  expect([training.rows, newest.rows]).toEqual([9_000, 3_000]);
  expect(newest.columns.price).toMatchObject({ sampled: 3_000, outside: 0 });
  expect(training.columns.price?.kind === 'numeric' && training.columns.price.edges).toHaveLength(100);
});

test('a day without half of its tabs stops the run with all that was found, and is remembered until it is mended', async () => {
  const error = await refused('broken', dailySpec('2026-01-05'));
  expect(error).toMatchObject({ code: 'features.data-check-failed', details: { partition: '2026-01-05' } });
  expect(error?.details.findings).toMatchObject([{ check: 'nulls', of: 'tab', against: 'training' }]);
  expect(error?.message).toMatch(
    /^The newest data \(2026-01-05\) is not like what the run trains on \(2026-01-02 to 2026-01-04\), and nothing was published:\n {2}nulls of tab: /,
  );
  const remembered = await readFailedChecks(store, 'daily', ['2026-01-04', '2026-01-05', '2026-01-06']);
  expect(remembered).toMatchObject([{ partition: '2026-01-05', run: 'broken', findings: ['nulls of tab'] }]);
  // Of another pipeline.
  expect(await readFailedChecks(store, 'other', ['2026-01-05'])).toEqual([]);

  const later = dailySpec('2026-01-06', { checks: { onFailure: 'warn' } });
  const { body } = await check('later', later);
  expect(body.warnings.at(-1)).toBe(
    'The run reads 2026-01-05, which did not pass the checks of broken (nulls of tab) and has not been written again since.',
  );
  expect(body.warnings[0]).toMatch(/^outOfRange of price: /);
  const strict = await refused('strict', { ...later, strict: true });
  expect(strict?.code).toBe('features.data-check-failed');

  await writeDay(dir, '2026-01-05');
  const after = await check('after', later);
  expect(after.body.warnings.filter((warning) => warning.includes('2026-01-05'))).toEqual([]);
  await check('mended', dailySpec('2026-01-05'));
});

test('what passes by a loosened bound is remembered no more', async () => {
  const spec = dailySpec('2026-01-06');
  expect((await refused('tight', spec))?.code).toBe('features.data-check-failed');
  expect(await readFailedChecks(store, 'daily', ['2026-01-06'])).toHaveLength(1);
  const loose = dailySpec('2026-01-06', { checks: { warnOnly: ['outOfRange', 'psi', 'ks'] } });
  const { body } = await check('loose', loose);
  expect(body.warnings.map((warning) => warning.split(':')[0])).toEqual([
    'outOfRange of price',
    'psi of price',
    'ks of price',
  ]);
  expect(await readFailedChecks(store, 'daily', ['2026-01-06'])).toEqual([]);
});

test('what the champion was trained on is held against too, and by its own quantiles', async () => {
  const publish = { model: 'checked' };
  const { context, parts, body } = await check('first', dailySpec('2026-01-04', { publish }));
  const extract = await readManifest(store, {
    ...(context.inputs.extract as never as object),
    stage: 'extract',
  } as never);
  const schema = extract.parts.find(({ name }) => name === 'feature-schema.json');
  await makeChampion(store, 'checked', context, {
    ...{ schema: schema as never, check: body as never, profile: parts[0] as never },
  });
  // Like the day that it trains on, and unlike those of the champion.
  const source = { ...dailySpec('2026-01-07').source, train: { uri: 'log/day={day}/', last: 1, skip: 1 } };
  const error = await refused('moved', dailySpec('2026-01-07', { publish, source: source as never }));
  expect(error?.details).toMatchObject({
    champion: 1,
    findings: [
      { check: 'psi', of: 'price', against: 'champion' },
      { check: 'ks', of: 'price', against: 'champion' },
    ],
  });
  expect(error?.message).toContain('or what version 1, the champion, was trained on');
});

test('held-out rows of the same source are none the newer: only rows and columns are looked at, and the run says so', async () => {
  const source = { train: { uri: 'log/day={day}/', last: 3 }, split: { eval: 0.2, earlyStop: 0 } };
  const { jobs, parts, body } = await check('one-source', dailySpec('2026-01-04', { source }));
  expect([jobs, parts]).toEqual([[], []]);
  expect(body).toMatchObject({ partition: '2026-01-04', reportPart: null, verdicts: [{ check: 'rows' }] });
  expect(body.notes).toEqual([expect.stringContaining('source.eval')]);
});

test('training shards beyond so many are left out evenly', () => {
  expect(evenly([1, 2, 3], 3)).toEqual([1, 2, 3]);
  expect(evenly([0, 1, 2, 3, 4, 5, 6, 7, 8], 3)).toEqual([0, 3, 6]);
});
