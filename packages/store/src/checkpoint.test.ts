import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { startTestServers, type TestServers } from '@espalier/stack';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { commitCheckpoint, latestCheckpoint, latestCheckpoints, readCheckpointParts } from './checkpoint.js';
import { digestOf } from './digest.js';
import { ownKey } from './object-names.js';
import { openStage } from './stage-commit.js';
import { stageAttempt } from './stage-head.js';
import { createStore, type Store } from './store.js';
import { GatedProxy } from './testing/gated-proxy.js';

const stage = 'train';

let servers: TestServers;
let proxy: GatedProxy;
let store: Store;
let gated: Store;

beforeAll(async () => {
  servers = await startTestServers({ parts: ['bucket'] });
  const { s3 } = servers.settings;
  proxy = await GatedProxy.start(s3.endpoint ?? '');
  store = createStore(s3);
  gated = createStore({ ...s3, endpoint: proxy.endpoint });
});

afterAll(async () => {
  store.close();
  gated.close();
  await proxy[Symbol.asyncDispose]();
  await servers[Symbol.asyncDispose]();
});

function partsOf(count: number, fill: number) {
  return Array.from({ length: count }, (_, index) => ({
    name: `part-${index}`,
    bytes: new Uint8Array(100_000).fill(fill + index),
  }));
}

/** Saves a checkpoint through the proxy from a process of its own. */
const program = `
  const { store: path, s3, id, step } = JSON.parse(process.argv[1]);
  const { commitCheckpoint, createStore, stageAttempt } = await import(path);
  const parts = [{ name: 'part-0', bytes: new Uint8Array(100_000).fill(9) }];
  await commitCheckpoint(createStore(s3), stageAttempt(id), { step, parts, meta: null });
`;

describe('checkpoints in parts', () => {
  it('are loaded and saved several parts at once, made only when their turn comes', async () => {
    const id = { runId: 'parallel', stage } as const;
    const attempt = await openStage(store, { ...id, token: 1 });
    const parts = partsOf(9, 1);
    const made: string[] = [];
    const lazily = parts.map(({ name, bytes }) => ({
      name,
      bytes: () => {
        made.push(name);
        return bytes;
      },
    }));
    const puts = proxy.hold(/^PUT .*checkpoints/);
    const saving = commitCheckpoint(gated, attempt, { step: 4, parts: lazily, meta: { a: 1 } });
    await puts.waiting(4);
    expect(made).toHaveLength(4);
    puts.open();
    const saved = await saving;
    expect(made).toHaveLength(9);

    const gets = proxy.hold(/^GET .*checkpoints/);
    const received = new Map<string, Uint8Array>();
    const loading = readCheckpointParts(gated, saved, (name, bytes) => received.set(name, bytes));
    await gets.waiting(4);
    expect(received.size).toBe(0);
    gets.open();
    await loading;
    for (const { name, bytes } of parts)
      expect(Buffer.compare(received.get(name) ?? bytes.subarray(1), bytes)).toBe(0);
  });

  it.each(['checkpoint.json', 'head.json'])(
    'stay whole when their writer is killed before it writes %s: the one before is the latest',
    async (file) => {
      const id = { runId: `killed-before-${file}`, stage } as const;
      const part = ownKey('checkpoints/', digestOf(new Uint8Array(100_000).fill(9)));
      const attempt = await openStage(store, { ...id, token: 1 });
      const first = await commitCheckpoint(store, attempt, { step: 4, parts: partsOf(2, 1), meta: 'first' });
      // The checkpoint's own record is what is written beside its part.
      const awaited = file === 'head.json' ? file : `checkpoints/(?!${part.slice('checkpoints/'.length)})`;
      const gate = proxy.hold(new RegExp(`^PUT .*/${awaited}`));
      const assignment = JSON.stringify({
        store: new URL('../dist/index.js', import.meta.url).href,
        s3: { ...servers.settings.s3, endpoint: proxy.endpoint },
        id: { ...id, token: 1 },
        step: 8,
      });
      const child = spawn(process.execPath, ['--input-type=module', '--eval', program, assignment], {
        stdio: ['ignore', 'inherit', 'inherit'],
      });
      const ended = once(child, 'exit');
      await gate.waiting(1);
      child.kill('SIGKILL');
      expect(await ended).toEqual([null, 'SIGKILL']);
      expect(await store.headObject(`${attempt.prefix}${part}`)).not.toBeNull();
      const latest = await latestCheckpoint(store, id);
      expect(latest).toEqual(first);
      await readCheckpointParts(store, first, () => undefined);

      // The next attempt saves the same step again.
      await openStage(store, { ...id, token: 2 });
      const second = { step: 8, parts: partsOf(1, 9), meta: 'second' };
      const saved = await commitCheckpoint(store, stageAttempt({ ...id, token: 2 }), second);
      expect(await latestCheckpoint(store, id)).toEqual(saved);
      expect(await store.headObject(first.parts[0]?.key ?? '')).toBeNull();
      gate.open();
    },
  );

  it('are refused by the name of the part that is damaged or gone', async () => {
    const id = { runId: 'damaged-part', stage } as const;
    const attempt = await openStage(store, { ...id, token: 1 });
    const saved = await commitCheckpoint(store, attempt, { step: 4, parts: partsOf(3, 1), meta: null });
    const key = saved.parts[1]?.key ?? '';
    await store.putBytes(key, new Uint8Array(100_000).fill(7));
    await expect(readCheckpointParts(store, saved, () => undefined)).rejects.toMatchObject({
      code: 'store.corrupt',
      message: expect.stringContaining(`part-1 (s3://${store.bucket}/${key})`),
    });
    await store.deleteObject(key);
    await expect(readCheckpointParts(store, saved, () => undefined)).rejects.toMatchObject({
      code: 'store.not-found',
      message: expect.stringContaining(key),
    });
  });

  it('of ranks that save the same at once stand beside each other, each until its next', async () => {
    const id = { runId: 'by-rank', stage } as const;
    const attempt = await openStage(store, { ...id, token: 1 });
    const ranks = [0, 1, 2, 3];
    const save = (rank: number, step: number) =>
      commitCheckpoint(store, attempt, { rank, step, parts: partsOf(1, step), meta: null });
    const first = await Promise.all(ranks.map((rank) => save(rank, 1)));
    for (const rank of ranks) expect(await latestCheckpoint(store, id, rank)).toEqual(first[rank]);
    const [second, third] = await Promise.all([save(0, 2), save(3, 2)]);
    await openStage(store, { ...id, token: 2 });
    for (const [rank, saved] of [second, first[1], first[2], third].entries()) {
      expect(await latestCheckpoint(store, id, rank)).toEqual(saved);
      await readCheckpointParts(store, saved as typeof second, () => undefined);
    }
    for (const replaced of [first[0], first[3]]) {
      expect(await store.headObject(replaced?.parts[0]?.key ?? '')).toBeNull();
    }
    expect(await latestCheckpoint(store, id, 4)).toBeNull();
    expect((await latestCheckpoints(store, id)).map(({ step }) => step)).toEqual([2, 1, 1, 2]);
    await expect(save(1, 3)).rejects.toMatchObject({ code: 'store.fenced' });
  });

  it('of an attempt that may no longer publish are refused, and the latest stays', async () => {
    const id = { runId: 'fenced-checkpoint', stage } as const;
    const older = await openStage(store, { ...id, token: 1 });
    const first = await commitCheckpoint(store, older, { step: 4, parts: partsOf(1, 1), meta: null });
    await openStage(store, { ...id, token: 2 });
    await expect(
      commitCheckpoint(store, older, { step: 8, parts: partsOf(1, 2), meta: null }),
    ).rejects.toMatchObject({ code: 'store.fenced' });
    expect(await latestCheckpoint(store, id)).toEqual(first);
  });
});
