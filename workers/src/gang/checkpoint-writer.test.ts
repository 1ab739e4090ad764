import { readdirSync, readFileSync } from 'node:fs';
import { markAsUntransferable } from 'node:worker_threads';
import { type Checkpoint, checkpointDigest } from '@espalier/ranker';
import { startTestServers, type TestServers } from '@espalier/stack';
import { createStore, latestCheckpoint, openStage, type StageId, type Store } from '@espalier/store';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readSavedCheckpoint } from './saved-checkpoint.js';

// The thread runs compiled code.
const compiled = new URL('../../dist/gang/checkpoint-writer.js', import.meta.url).href;
const { createCheckpointWriter } = (await import(compiled)) as typeof import('./checkpoint-writer.js');

const stage = 'train';
const maxPartBytes = 100_000;

let servers: TestServers;
let store: Store;

beforeAll(async () => {
  servers = await startTestServers({ parts: ['bucket'] });
  store = createStore(servers.settings.s3);
});

afterAll(async () => {
  store.close();
  await servers[Symbol.asyncDispose]();
});

/** 640 kB in all, two of its tensors in common memory. */
function checkpointAt(step: number): Checkpoint {
  const shared = Float32Array.from({ length: 40_000 }, (_, index) => step + index / 7);
  return {
    step,
    seed: 7,
    worldSize: 2,
    epochLosses: [{ click: 0.1 + 0.2 }],
    runningLosses: { click: step / 3 },
    tensors: new Map([
      [
        'table',
        { shape: [3_000, 40], values: Float32Array.from({ length: 120_000 }, (_, index) => index * step) },
      ],
      ['kernel', { shape: [100, 100], values: shared.subarray(0, 10_000) }],
      ['bias', { shape: [30_000], values: shared.subarray(10_000) }],
    ]),
  };
}

async function writerOf(runId: string, more: Partial<StageId> = {}) {
  const id = { runId, stage, ...more } as const;
  const attempt = await openStage(store, { ...id, token: 1 });
  const { s3 } = servers.settings;
  return { id, writer: createCheckpointWriter({ s3, attempt, maxPartBytes }) };
}

describe('the checkpoint writer', () => {
  it('stores what it is given in parts, one checkpoint after the other', async () => {
    const { id, writer } = await writerOf('writer');
    expect(await readSavedCheckpoint(store, id)).toBeNull();
    for (const step of [10, 20]) {
      const given = checkpointAt(step);
      const digest = checkpointDigest(given);
      await writer.save(given);
      const saved = await readSavedCheckpoint(store, id);
      expect(saved).toEqual(checkpointAt(step));
      if (saved !== null) expect(checkpointDigest(saved)).toBe(digest);
    }
    const latest = (await latestCheckpoint(store, id))?.parts ?? [];
    expect(latest.length).toBeGreaterThanOrEqual(7);
    // Nothing of the one before: the parts, what names them, and the head.
    const kept = (await store.list(`runs/${id.runId}/`)).map(({ key }) => key);
    expect(kept).toEqual(expect.arrayContaining(latest.map(({ key }) => key)));
    expect(kept).toHaveLength(new Set(latest.map(({ key }) => key)).size + 2);
    await writer[Symbol.asyncDispose]();
  });

  it('gives equal checkpoints equal bytes', async () => {
    const digests = [];
    for (const runId of ['equal-a', 'equal-b']) {
      const { id, writer } = await writerOf(runId);
      await writer.save(checkpointAt(10));
      const { parts = [] } = (await latestCheckpoint(store, id)) ?? {};
      digests.push(parts.map(({ name, digest }) => ({ name, digest })));
      await writer[Symbol.asyncDispose]();
    }
    expect(digests[0]).toEqual(digests[1]);
  });

  it('takes the memory without a copy', async () => {
    const { writer } = await writerOf('memory');
    const moved = checkpointAt(10);
    const saving = writer.save(moved);
    for (const { values } of moved.tensors.values()) expect(values.byteLength).toBe(0);
    await saving;
    await writer[Symbol.asyncDispose]();
  });

  it('stores memory that can not change threads, too', async () => {
    const { id, writer } = await writerOf('unmovable');
    const given = checkpointAt(10);
    for (const { values } of given.tensors.values()) markAsUntransferable(values.buffer as ArrayBuffer);
    await writer.save(given);
    expect(await readSavedCheckpoint(store, id)).toEqual(checkpointAt(10));
    await writer[Symbol.asyncDispose]();
  });

  it('runs at a lower priority than the steps', async () => {
    const { writer } = await writerOf('priority');
    const niceness = () =>
      readdirSync('/proc/self/task').map((task) => {
        const fields = readFileSync(`/proc/self/task/${task}/stat`, 'utf8').split(') ')[1]?.split(' ');
        return { main: task === String(process.pid), nice: Number(fields?.[16]) };
      });
    await writer.save(checkpointAt(10));
    const now = niceness();
    expect(now.filter(({ nice }) => nice === 10).length).toBeGreaterThan(0);
    expect(now.find(({ main }) => main)?.nice).toBe(0);
    await writer[Symbol.asyncDispose]();
  });

  it('says why a checkpoint was not stored, and leaves the one before', async () => {
    const { id, writer } = await writerOf('refused');
    await writer.save(checkpointAt(10));
    await openStage(store, { ...id, token: 2 });
    await expect(writer.save(checkpointAt(20))).rejects.toMatchObject({ code: 'store.fenced' });
    expect(await readSavedCheckpoint(store, id)).toEqual(checkpointAt(10));
    await writer[Symbol.asyncDispose]();
  });

  it('ends when disposed, even in the midst of a checkpoint, and leaves the one before', async () => {
    const { id, writer } = await writerOf('ended');
    await writer.save(checkpointAt(10));
    const saving = expect(writer.save(checkpointAt(20))).rejects.toThrow(
      'thread that saves checkpoints ended',
    );
    await writer[Symbol.asyncDispose]();
    await saving;
    expect(await readSavedCheckpoint(store, id)).toEqual(checkpointAt(10));
  });
});

describe('readSavedCheckpoint', () => {
  it('finds what workers of the same fingerprint saved, and nothing of others', async () => {
    const fingerprint = `sha256:${'1'.repeat(64)}` as const;
    const { id, writer } = await writerOf('of-workers', { fingerprint });
    await writer.save(checkpointAt(10));
    expect(await readSavedCheckpoint(store, id)).toEqual(checkpointAt(10));
    const others = `sha256:${'2'.repeat(64)}` as const;
    expect(await readSavedCheckpoint(store, { ...id, fingerprint: others })).toBeNull();
    await writer[Symbol.asyncDispose]();
  });

  it('refuses a damaged part by its name', async () => {
    const { id, writer } = await writerOf('damaged');
    await writer.save(checkpointAt(10));
    const part = (await latestCheckpoint(store, id))?.parts.at(1);
    await store.putBytes(part?.key ?? '', new Uint8Array(part?.sizeBytes ?? 0));
    await expect(readSavedCheckpoint(store, id)).rejects.toMatchObject({
      code: 'store.corrupt',
      message: expect.stringContaining('part-00001.safetensors (s3://'),
    });
    await writer[Symbol.asyncDispose]();
  });
});
