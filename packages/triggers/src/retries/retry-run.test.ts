/** What a retry is refused for before it starts, and what is said where its run is not told of it, on real servers. */
import { loadSpecText } from '@espalier/spec';
import { startTestServers, type TestServers } from '@espalier/stack';
import { commitStage, createStore, digestOfJson, openStage, type Store } from '@espalier/store';
import { trainGraph } from '@espalier/workflows';
import type { Client } from '@temporalio/client';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { claimRun } from '../claimed-run.js';
import { connectTemporal } from '../connect.js';
import { PipelineBook } from '../pipelines/pipeline-book.js';
import { RunStarter } from '../run-starter.js';
import type { StartCheck } from '../start-check.js';
import { startRun } from '../start-run.js';
import { readRetries } from './retried-run.js';
import { previewRetry, retryRun } from './retry-run.js';

let servers: TestServers;
let temporal: Client;
let store: Store;

beforeAll(async () => {
  servers = await startTestServers({ parts: ['temporal', 'bucket'] });
  temporal = await connectTemporal(servers.settings);
  store = createStore(servers.settings.s3);
});

afterAll(async () => {
  store?.close();
  await temporal?.connection.close();
  await servers?.[Symbol.asyncDispose]();
});

const access = () => ({ starter: new RunStarter({ settings: servers.settings, temporal, store }), store });
const text = `name: feed
source: { train: { uri: s3://logs/feed/ }, split: { by: member, eval: 20%, earlyStop: 10% } }
tasks: [{ name: click, group: passive, label: clicked }]
`;
const { spec } = loadSpecText(text, { name: 'feed.yaml', baseDir: '/' });

/** A run that has planned. */
async function planned(runId: string, warnings: readonly string[]): Promise<string> {
  await store.putJson(`runs/${runId}/spec.json`, { spec, baseDir: '/', changes: [] });
  const attempt = await openStage(store, { runId, stage: 'plan', token: 1 });
  await commitStage(store, attempt, { key: `sha256:${'0'.repeat(64)}`, parts: [], body: { warnings } });
  return runId;
}

it('a strict retry refuses what the plan that it takes over has warned of', async () => {
  const runId = await planned('feed-20261128-120000-aaaa', ['Feature dwell tells label clicked alone.']);
  const asked = retryRun(access(), runId, { from: 'train', sets: ['strict=true'] });
  await expect(asked).rejects.toMatchObject({
    code: 'features.strict',
    message: 'strict refuses: Feature dwell tells label clicked alone.',
  });
});

it('what a retry would make anew and take over is told before, and so is a change that touches too much', async () => {
  const runId = await planned('feed-20261128-120000-eeee', []);
  expect(await previewRetry(store, runId, { from: 'train', sets: ['training.epochs=2'] })).toEqual({
    anew: ['train', 'evaluate', 'publish'],
    takenOver: ['plan', 'extract', 'fit-encoder', 'encode'],
  });
  expect((await previewRetry(store, runId, { from: 'plan' })).takenOver).toEqual([]);
  const touching = previewRetry(store, runId, { from: 'train', sets: ['encoder.trees=3'] });
  await expect(touching).rejects.toMatchObject({ code: 'spec.invalid' });
  expect(await readRetries(store, runId)).toEqual([]);
});

it('a retry that has started is told, also where the run that it is of can not be', async () => {
  const of = await planned('feed-20261128-120000-bbbb', []);
  const runId = 'feed-20261128-130000-cccc';
  const request = digestOfJson({ from: 'train', sets: [] });
  await claimRun(store, { key: ['retry', of, 'again'], request }, runId);
  const ref = await store.putJson(`runs/${runId}/spec.json`, { spec, baseDir: '/', changes: [] });
  const run = { runId, pipeline: 'feed', spec: ref, useCache: true, graph: trainGraph, variants: {} };
  await startRun(servers.settings, temporal, run, []);
  const { starter } = access();
  const away = new Proxy(store, {
    get: (target, name) => {
      if (name === 'putIfNoneMatch') return () => Promise.reject(new Error('S3 is away.'));
      const member = target[name as keyof Store];
      return typeof member === 'function' ? (member as () => unknown).bind(target) : member;
    },
  });
  const ask = { from: 'train', idempotencyKey: 'again' };
  expect(await retryRun({ starter, store: away }, of, ask)).toMatchObject({
    runId,
    warnings: [`${runId} has started, and ${of} knows nothing of it until it ends: S3 is away.`],
  });
  expect(await readRetries(store, of)).toEqual([]);
  expect(await retryRun(access(), of, ask)).toMatchObject({ runId, warnings: [] });
  expect(await readRetries(store, of)).toMatchObject([{ runId, from: 'train' }]);
});

it('whoever has to allow it sees the run as it was, and the version of its pipeline that counts by now', async () => {
  const book = new PipelineBook(store);
  const moved = (team: string) =>
    loadSpecText(`${text}fleet: { team: ${team} }\n`, { name: 'feed.yaml', baseDir: '/' });
  const asked = { by: 'ada', reason: 'moved' };
  await book.apply(moved('ranking'), asked);
  await book.apply(moved('other'), asked);
  const of = await planned('feed-20261128-120000-dddd', []);
  const changes = ['feed@1'];
  await store.putJson(`runs/${of}/spec.json`, { spec: moved('ranking').spec, baseDir: '/', changes });
  const seen: (string | undefined)[] = [];
  const check: StartCheck = (loaded, basis) => {
    for (const { fleet } of [loaded.spec, basis.unchanged()]) seen.push(fleet?.team);
    seen.push(basis.counting()?.fleet?.team);
    throw new Error('refused');
  };
  await expect(retryRun(access(), of, { from: 'train', check })).rejects.toThrow('refused');
  expect(seen).toEqual(['ranking', 'ranking', 'other']);
});
