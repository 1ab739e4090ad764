import { startTestServers, type TestServers } from '@espalier/stack';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { commitCheckpoint, latestCheckpoint } from './checkpoint.js';
import { digestHex, digestOf } from './digest.js';
import {
  commitStage,
  committedManifest,
  openStage,
  partOf,
  readManifest,
  writePart,
} from './stage-commit.js';
import { readHead } from './stage-head.js';
import { createStore, type Store } from './store.js';

const key = digestOf('key');
const stage = 'train';
const fenced = { code: 'store.fenced' };

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

function bytesOf(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

describe('conditional writes', () => {
  it('have one winner among many that create', async () => {
    const contenders = Array.from({ length: 24 }, (_, index) => ({ index }));
    const written = await Promise.all(
      contenders.map((value) => store.putIfNoneMatch('conditional/a', value)),
    );
    const winners = contenders.filter((_, index) => written[index] !== null);
    expect(winners).toHaveLength(1);
    expect((await store.getJson('conditional/a'))?.value).toEqual(winners[0]);
  });

  it('have one winner among many that replace, and none once the object is gone', async () => {
    await store.putJson('conditional/b', { round: 0 });
    const etag = (await store.getJson('conditional/b'))?.etag ?? '';
    const written = await Promise.all(
      Array.from({ length: 24 }, (_, index) => store.putIfMatch('conditional/b', { round: 1, index }, etag)),
    );
    expect(written.filter((ref) => ref !== null)).toHaveLength(1);
    await store.deleteObject('conditional/b');
    expect(await store.putIfMatch('conditional/b', {}, etag)).toBeNull();
  });
});

describe('a stage', () => {
  it('shows nothing before its commit and all of it after', async () => {
    const id = { runId: 'plain', stage } as const;
    const attempt = await openStage(store, { ...id, token: 1 });
    const part = await writePart(store, 'network/state.bin', bytesOf('weights'));
    const hex = digestHex(digestOf('weights'));
    expect(part.key).toMatch(new RegExp(`^objects/sha256/${hex.slice(0, 2)}/${hex.slice(2)}\\.`));
    expect(await committedManifest(store, id)).toBeNull();
    const ref = await commitStage(store, attempt, { key, parts: [part], body: { steps: 3 } });
    expect(await committedManifest(store, id)).toEqual(ref);
    const manifest = await readManifest(store, { ...ref, stage });
    expect(manifest).toEqual({ stage, key, parts: [part], body: { steps: 3 }, run: 'plain' });
    expect(partOf(manifest, 'network/state.bin')).toEqual(part);
    expect(() => partOf(manifest, 'other')).toThrow('has no part other');
  });

  it('can be opened and committed again by the same attempt', async () => {
    const id = { runId: 'again', stage, token: 4 } as const;
    const attempt = await openStage(store, id);
    const first = await commitStage(store, attempt, { key, parts: [], body: {} });
    const before = await readHead(store, id);
    const second = await commitStage(store, await openStage(store, id), { key, parts: [], body: {} });
    expect(second).toEqual(first);
    expect(await readHead(store, id)).toEqual(before);
  });

  it('refuses an older attempt that opens, commits or saves a checkpoint after a newer one', async () => {
    const id = { runId: 'older', stage } as const;
    const older = await openStage(store, { ...id, token: 1 });
    await commitCheckpoint(store, older, { step: 5, parts: [], meta: null });
    const newer = await openStage(store, { ...id, token: 2 });
    await expect(openStage(store, { ...id, token: 1 })).rejects.toMatchObject(fenced);
    await expect(commitStage(store, older, { key, parts: [], body: 'old' })).rejects.toMatchObject(fenced);
    await expect(commitCheckpoint(store, older, { step: 9, parts: [], meta: null })).rejects.toMatchObject(
      fenced,
    );
    expect((await latestCheckpoint(store, id))?.step).toBe(5);
    const ref = await commitStage(store, newer, { key, parts: [], body: 'new' });
    expect(await committedManifest(store, id)).toEqual(ref);
    await expect(commitStage(store, older, { key, parts: [], body: 'old' })).rejects.toMatchObject(fenced);
  });

  it('goes to the highest token when many attempts open and commit at once', async () => {
    const id = { runId: 'race', stage } as const;
    const tokens = Array.from({ length: 16 }, (_, index) => index + 1);
    const outcomes = await Promise.allSettled(
      tokens.map(async (token) => {
        const contender = createStore(servers.settings.s3);
        try {
          const attempt = await openStage(contender, { ...id, token });
          return await commitStage(contender, attempt, { key, parts: [], body: { token } });
        } finally {
          contender.close();
        }
      }),
    );
    expect(outcomes.at(-1)?.status).toBe('fulfilled');
    for (const outcome of outcomes) {
      if (outcome.status === 'rejected') expect(outcome.reason).toMatchObject(fenced);
    }
    const committed = await committedManifest(store, id);
    expect(committed && (await readManifest(store, { ...committed, stage })).body).toEqual({ token: 16 });
    expect((await readHead(store, id))?.token).toBe(16);
  });

  it('refuses a head that is not one, by name', async () => {
    await store.putJson('runs/garbled/train/head.json', { token: 'x' });
    await expect(openStage(store, { runId: 'garbled', stage, token: 1 })).rejects.toMatchObject({
      code: 'store.corrupt',
      message: expect.stringContaining('runs/garbled/train/head.json'),
    });
  });
});

describe('checkpoints', () => {
  it('of workers of another environment are none', async () => {
    const [own, other] = [digestOf('own'), digestOf('other')];
    const id = { runId: 'moved', stage } as const;
    const first = await openStage(store, { ...id, token: 1, fingerprint: own });
    await commitCheckpoint(store, first, { step: 100, parts: [], meta: null });
    expect((await latestCheckpoint(store, { ...id, fingerprint: own }))?.step).toBe(100);
    expect(await latestCheckpoint(store, { ...id, fingerprint: other })).toBeNull();
    // A run that an earlier version began knows nothing of environments.
    expect((await latestCheckpoint(store, id))?.step).toBe(100);
    const second = await openStage(store, { ...id, token: 2, fingerprint: other });
    await commitCheckpoint(store, second, { step: 1, parts: [], meta: null });
    expect((await latestCheckpoint(store, { ...id, fingerprint: other }))?.step).toBe(1);
    const earlier = await openStage(store, { ...id, token: 3 });
    await commitCheckpoint(store, earlier, { step: 50, parts: [], meta: null });
    expect(await latestCheckpoint(store, { ...id, fingerprint: other })).toBeNull();
  });

  it('are read by a later attempt, whoever wrote them', async () => {
    const id = { runId: 'checkpoints', stage } as const;
    expect(await latestCheckpoint(store, id)).toBeNull();
    const first = await openStage(store, { ...id, token: 1 });
    await commitCheckpoint(store, first, {
      step: 100,
      parts: [{ name: 'state.bin', bytes: bytesOf('at 100') }],
      meta: { seed: 7 },
    });
    const second = await openStage(store, { ...id, token: 2 });
    const found = await latestCheckpoint(store, id);
    expect(found).toMatchObject({ step: 100, meta: { seed: 7 } });
    const [part] = found?.parts ?? [];
    expect(part?.name).toBe('state.bin');
    expect(part && new TextDecoder().decode(await store.getBytes(part))).toBe('at 100');
    await commitCheckpoint(store, second, {
      step: 200,
      parts: [{ name: 'state.bin', bytes: bytesOf('at 200') }],
      meta: null,
    });
    expect((await latestCheckpoint(store, id))?.step).toBe(200);
  });

  it('are removed when a newer one is whole, and not before', async () => {
    const id = { runId: 'kept', stage } as const;
    const attempt = await openStage(store, { ...id, token: 1 });
    const stays = { name: 'frozen.bin', bytes: bytesOf('the same') };
    const at = (text: string) => [stays, { name: 'state.bin', bytes: bytesOf(text) }];
    const first = await commitCheckpoint(store, attempt, { step: 1, parts: at('first'), meta: null });
    // A writer that dies after its parts leaves the pointer where it was.
    await store.putOwnContent(`${attempt.prefix}checkpoints/`, bytesOf('half'));
    expect((await latestCheckpoint(store, id))?.step).toBe(1);
    const second = await commitCheckpoint(store, attempt, { step: 3, parts: at('second'), meta: null });
    const keys = (await store.list(attempt.prefix)).map((head) => head.key);
    expect(keys).toHaveLength(4);
    expect(keys).toEqual(expect.arrayContaining(second.parts.map((part) => part.key)));
    expect(keys).not.toContain(first.parts[1]?.key);
    expect(second.parts[0]).toEqual(first.parts[0]);
  });

  it('can be saved twice, when the first answer was lost', async () => {
    const id = { runId: 'twice', stage } as const;
    const attempt = await openStage(store, { ...id, token: 1 });
    const checkpoint = { step: 1, parts: [{ name: 'state.bin', bytes: bytesOf('state') }], meta: null };
    await commitCheckpoint(store, attempt, checkpoint);
    const stored = await commitCheckpoint(store, attempt, checkpoint);
    expect(await latestCheckpoint(store, id)).toEqual(stored);
    for (const part of stored.parts) expect(await store.inspect(part)).toBe('intact');
  });

  it('that are damaged are refused', async () => {
    const id = { runId: 'damaged', stage } as const;
    const attempt = await openStage(store, { ...id, token: 1 });
    await commitCheckpoint(store, attempt, { step: 1, parts: [], meta: null });
    const key = (await readHead(store, id))?.checkpoint?.key ?? '';
    await store.putJson(key, { step: 2, parts: [], meta: null });
    await expect(latestCheckpoint(store, id)).rejects.toMatchObject({ code: 'store.corrupt' });
  });
});
