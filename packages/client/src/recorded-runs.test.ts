/** A run outlives its history: what Temporal has forgotten is told from what the run left in S3. */
import type { RunEnd } from '@espalier/domain';
import { runEndKey } from '@espalier/domain';
import { startTestServers, type TestServers } from '@espalier/stack';
import { commitStage, createStore, openStage, type Store } from '@espalier/store';
import { openTemporal } from '@espalier/temporal';
import { compareGraph, initialProgress, runEnded } from '@espalier/workflows';
import { Client } from '@temporalio/client';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { connectClient, type EspalierClient } from './espalier-client.js';

let servers: TestServers;
let temporal: Client;
let store: Store;
let client: EspalierClient;

beforeAll(async () => {
  servers = await startTestServers({ parts: ['temporal', 'bucket'] });
  const { address, namespace } = servers.settings.temporal;
  temporal = new Client({ connection: await openTemporal({ address }), namespace });
  store = createStore(servers.settings.s3);
  client = await connectClient(servers.settings);
});

afterAll(async () => {
  await client?.close();
  store?.close();
  await temporal?.connection.close();
  await servers?.[Symbol.asyncDispose]();
});

function endOf(runId: string, status: 'succeeded' | 'failed' | 'cancelled'): RunEnd {
  const startedAtMs = Date.UTC(2026, 9, 1, 12, 0, 0);
  const error = { code: 'trainer.nan-loss', message: 'The loss is NaN.', details: {} } as const;
  const pipeline = runId.replace(/-\d{8}-.*/, '');
  const end = runEnded(
    initialProgress(runId, pipeline),
    status,
    status === 'failed' ? error : null,
    startedAtMs,
  );
  return {
    progress: end,
    manifests: {},
    changes: ['--set training.epochs=1'],
    startedAtMs,
    endedAtMs: startedAtMs + 65_000,
  };
}

/** Commits a stage of a run that nobody wrote an end of. */
async function commit(
  runId: string,
  stage: 'plan' | 'train' | 'find-champion' | 'publish',
  body: unknown,
  instance: string = stage,
): Promise<void> {
  const attempt = await openStage(store, { runId, stage, instance, token: 1 });
  await commitStage(store, attempt, { key: `sha256:${'0'.repeat(64)}`, parts: [], body });
}

describe('a run that Temporal has forgotten', () => {
  test('that recorded its end: shown, waited for and left alone when cancelled', async () => {
    const runId = 'feed-20261001-120000-aaaa';
    const end = endOf(runId, 'failed');
    await store.putJson(runEndKey(runId), end);
    expect((await client.progress(runId)).progress).toEqual(end.progress);
    expect(await client.report(runId)).toMatchObject({
      runId,
      pipeline: 'feed',
      status: 'failed',
      error: end.progress.error,
    });
    expect((await client.wait(runId)).status).toBe('failed');
    const seen = [];
    for await (const { progress } of client.watch(runId)) seen.push(progress.status);
    expect(seen).toEqual(['failed']);
    expect(await client.cancel(runId, 'too late')).toBe(false);
  });

  test('that recorded no end: what it committed says how far it came', async () => {
    const done = 'feed-20261002-120000-bbbb';
    await commit(done, 'plan', { warnings: [], notes: [] });
    await commit(done, 'publish', { bundle: { uri: 's3://b/feed', digest: `sha256:${'1'.repeat(64)}` } });
    expect(await client.report(done)).toMatchObject({ status: 'succeeded', bundle: { uri: 's3://b/feed' } });
    const cut = 'feed-20261003-120000-cccc';
    await commit(cut, 'plan', { warnings: ['odd'], notes: [] });
    expect(await client.report(cut)).toMatchObject({
      status: 'failed',
      warnings: ['odd'],
      error: { code: 'workflow.end-unrecorded' },
    });
    const stages = async () => (await client.progress(cut)).progress.stages.map(({ name }) => name);
    expect(await stages()).not.toContain('challenge');
    await commit(cut, 'find-champion', {});
    expect((await stages()).slice(-4)).toEqual(['evaluate', 'find-champion', 'challenge', 'publish']);
  });

  test('a plan that was only looked at, or an ID that nobody has, is no run', async () => {
    await store.putJson('runs/feed-20261004-120000-dddd/spec.json', {});
    for (const runId of ['feed-20261004-120000-dddd', 'feed-20261004-120000-eeee', 'no-run']) {
      await expect(client.report(runId)).rejects.toMatchObject({ code: 'workflow.run-not-found' });
    }
  });
});

describe('a run with several instances of a stage', () => {
  const comparison = {
    baseline: 'base',
    variants: ['base', 'towers.wide'].map((name) => ({ name, changes: [], seeds: 2 })),
  };
  const graph = compareGraph(comparison);
  const ids = graph.map(({ id }) => id);

  /** As far as a comparison comes in which one training fails. */
  async function commitSome(runId: string): Promise<void> {
    await commit(runId, 'plan', { warnings: ['odd'], notes: [] });
    await openStage(store, { runId, stage: 'train', instance: 'train.base.s0', token: 1 });
    await commit(runId, 'train', { warnings: ['went on in spite of it'] }, 'train.towers.wide.s1');
  }
  const warnings = ['odd', 'train.towers.wide.s1: went on in spite of it'];

  test('that ended without a result: what each instance committed is told', async () => {
    const runId = 'feed-20261105-120000-aaaa';
    const started = await temporal.workflow.start('runGraph', {
      workflowId: runId,
      taskQueue: 'nobody',
      args: [{ runId, pipeline: 'feed', graph }],
      memo: { pipeline: 'feed' },
    } as never);
    await commitSome(runId);
    // Nobody answers for the run, but its start says what it is.
    expect((await client.progress(runId)).progress.stages.map(({ id }) => id)).toEqual(ids);
    expect(await client.report(runId)).toMatchObject({ status: 'running', warnings });
    await started.terminate('enough');
    expect(await client.report(runId)).toMatchObject({ status: 'cancelled', warnings });
    expect((await client.progress(runId)).progress.stages.map(({ id }) => id)).toEqual(ids);
  });

  test('that Temporal has forgotten: its instances are found by what it left', async () => {
    const runId = 'feed-20261106-120000-bbbb';
    for (const variant of ['base.s0', 'base.s1', 'towers.wide.s0', 'towers.wide.s1']) {
      await store.putJson(`runs/${runId}/variants/${variant}.json`, {});
    }
    await commitSome(runId);
    const { progress } = await client.progress(runId);
    expect(progress.status).toBe('failed');
    expect(progress.stages.map(({ id }) => id)).toEqual(ids);
    const succeeded = progress.stages.filter(({ status }) => status === 'succeeded');
    expect(succeeded.map(({ id }) => id)).toEqual(['plan', 'train.towers.wide.s1']);
    expect(await client.report(runId)).toMatchObject({ warnings });
  });
});

test('a list goes on from what Temporal knows to what S3 remembers, newest first, each run once', async () => {
  const known = 'feed-20261126-120000-ffff';
  await temporal.workflow.start('runGraph', {
    workflowId: known,
    taskQueue: 'nobody',
    args: [],
    memo: { pipeline: 'feed' },
  } as never);
  await store.putJson(runEndKey(known), endOf(known, 'succeeded'));
  await store.putJson(
    runEndKey('feed-ads-20261101-120000-gggg'),
    endOf('feed-ads-20261101-120000-gggg', 'cancelled'),
  );
  const ids = async (options: { limit: number; pipeline?: string }) =>
    (await client.list(options)).map(({ runId, status }) => `${runId} ${status}`);
  await expect.poll(() => ids({ limit: 1 })).toEqual([`${known} running`]);
  const all = await ids({ limit: 20 });
  expect(all[0]).toBe(`${known} running`);
  expect(all).toContain('feed-ads-20261101-120000-gggg cancelled');
  expect(new Set(all).size).toBe(all.length);
  expect(await ids({ limit: 2 })).toHaveLength(2);
  expect(await ids({ limit: 20, pipeline: 'feed-ads' })).toEqual(['feed-ads-20261101-120000-gggg cancelled']);
  expect((await ids({ limit: 20, pipeline: 'feed' })).join()).not.toContain('feed-ads');
});
