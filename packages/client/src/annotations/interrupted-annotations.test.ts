/** Changes of tags and notes on real S3 that others come between, that die on the way, or whose answers are lost. */
import { runAnnotationsKey } from '@espalier/domain';
import { startTestServers, type TestServers } from '@espalier/stack';
import { createStore, type Store } from '@espalier/store';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { AnnotationClient } from './annotation-client.js';
import { taggedEntries } from './tag-index.js';

let servers: TestServers;
let store: Store;

beforeAll(async () => {
  servers = await startTestServers({ parts: ['bucket'] });
  store = createStore(servers.settings.s3);
});

afterAll(async () => {
  store?.close();
  await servers?.[Symbol.asyncDispose]();
});

const annotations = (of: Store) => new AnnotationClient(of, async () => undefined);
const named = (second: number) => `feed-20261001-1200${second}-aaaa`;

/** The same store with some of its calls of another kind. */
function storeWith(others: Partial<Store>): Store {
  return new Proxy(store, {
    get: (of, name) => {
      const member = others[name as keyof Store] ?? of[name as keyof Store];
      return typeof member === 'function' ? (member as () => unknown).bind(of) : member;
    },
  });
}

async function found(runId: string): Promise<boolean> {
  for await (const entry of taggedEntries(store, { key: 'x', value: '1' }, null)) {
    if (entry.runId === runId) return true;
  }
  return false;
}

it('a tag that is set again while it is removed is found, whoever of the two dies', async () => {
  const runId = named(10);
  const set = { set: { x: '1' }, remove: [] };
  await annotations(store).tag(runId, set);
  // Between the record and the entry another sets the same again; then the one who removes it dies.
  let changed = false;
  const dying = storeWith({
    putIfMatch: async (...asked: Parameters<Store['putIfMatch']>) => {
      const written = await store.putIfMatch(...asked);
      if (written !== null) await annotations(store).tag(runId, set);
      changed = true;
      return written;
    },
    getJson: async (key: string) => {
      if (changed) throw new Error('dead');
      return store.getJson(key);
    },
  });
  await expect(annotations(dying).tag(runId, { set: {}, remove: ['x'] })).rejects.toThrow('dead');
  expect([(await annotations(store).read(runId)).tags, await found(runId)]).toEqual([{ x: '1' }, true]);
  expect(await annotations(store).tag(runId, { set: {}, remove: ['x'] })).toEqual({});
  expect(await found(runId)).toBe(false);
});

it.each([0, 1, 99])('a note whose answer is lost is kept once, after %i others', async (count) => {
  const runId = named(20 + (count % 37));
  const before = Array.from({ length: count }, (_, at) => ({ text: `note ${at}`, by: 'ana', at: '' }));
  if (count > 0) await store.putJson(runAnnotationsKey(runId), { tags: {}, notes: before });
  const lost = async (write: Promise<unknown>) => {
    await write;
    // Sent again, it finds itself there.
    return null;
  };
  const forgetful = storeWith({
    putIfMatch: (...asked: Parameters<Store['putIfMatch']>) => onceLost(store.putIfMatch(...asked)),
    putIfNoneMatch: (...asked: Parameters<Store['putIfNoneMatch']>) =>
      onceLost(store.putIfNoneMatch(...asked)),
  });
  let answers = 0;
  const onceLost = <T>(write: Promise<T>): Promise<T | null> => {
    answers += 1;
    return answers === 1 ? lost(write) : write;
  };
  const { notes } = await annotations(forgetful).note(runId, { text: 'last', by: 'ana' });
  expect(notes.map(({ text }) => text)).toEqual([...before.map(({ text }) => text), 'last']);
  expect((await annotations(store).read(runId)).notes).toHaveLength(count + 1);
});
