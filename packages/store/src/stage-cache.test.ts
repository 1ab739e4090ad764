import type { PartRef, StageManifest } from '@espalier/domain';
import { startTestServers, type TestServers } from '@espalier/stack';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { digestHex, digestOf } from './digest.js';
import { readCache, readLatestComponents, writeCache, writeLatestComponents } from './stage-cache.js';
import { commitStage, openStage, readManifest, writePart } from './stage-commit.js';
import { type StageKeyComponents, stageKey } from './stage-key.js';
import { createStore, type Store } from './store.js';

const stage = 'encode';

let servers: TestServers;
let store: Store;

beforeAll(async () => {
  servers = await startTestServers({ parts: ['s3'] });
  store = createStore(servers.settings.s3);
});

afterAll(async () => {
  store.close();
  await servers[Symbol.asyncDispose]();
});

/** A committed result of one part for a key, computed by a run of its own. */
async function computed(
  runId: string,
  name: string,
  content: string,
): Promise<StageManifest & { part: PartRef }> {
  const attempt = await openStage(store, { runId: `${name}-${runId}`, stage, token: 1 });
  const part = await writePart(store, attempt, 'shard.arrow', new TextEncoder().encode(content));
  const manifest = { key: digestOf(name), parts: [part], body: { runId } };
  await commitStage(store, attempt, manifest);
  return { stage, ...manifest, part };
}

describe('the cache', () => {
  it('gives back what was written, by key', async () => {
    const result = await computed('first', 'hit', 'rows');
    expect(await readCache(store, stage, result.key)).toBeNull();
    const written = await writeCache(store, result);
    expect(written.adopted).toBe(false);
    const found = await readCache(store, stage, result.key);
    expect(found?.ref).toEqual(written.ref);
    expect(found?.manifest.parts).toEqual([result.part]);
    expect(await readManifest(store, { ...written.ref, stage })).toMatchObject({ key: result.key });
    expect(await readCache(store, 'train', result.key)).toBeNull();
  });

  it('adopts an equal result that another run wrote first', async () => {
    const first = await computed('first', 'adopt', 'rows');
    const second = await computed('second', 'adopt', 'rows');
    const written = await writeCache(store, first);
    const adopted = await writeCache(store, second);
    expect(adopted).toMatchObject({ adopted: true, ref: written.ref });
    expect(adopted.manifest.parts).toEqual([first.part]);
  });

  it('has one writer when many runs finish the same stage at once', async () => {
    const results = await Promise.all(
      Array.from({ length: 8 }, (_, index) => computed(`run-${index}`, 'race', 'rows')),
    );
    const written = await Promise.all(results.map((result) => writeCache(store, result)));
    expect(written.filter(({ adopted }) => !adopted)).toHaveLength(1);
    expect(new Set(written.map(({ ref }) => ref.digest)).size).toBe(1);
  });

  it('refuses different bytes for the same key, and names the part', async () => {
    const first = await computed('first', 'nondeterministic', 'rows');
    const second = await computed('second', 'nondeterministic', 'other rows');
    await writeCache(store, first);
    await expect(writeCache(store, second)).rejects.toMatchObject({
      code: 'store.nondeterministic',
      message: expect.stringContaining('shard.arrow'),
    });
    expect((await readCache(store, stage, first.key))?.manifest.parts).toEqual([first.part]);
  });

  it.each([
    ['lost', (part: PartRef) => store.deleteObject(part.key), true],
    ['cut short', (part: PartRef) => store.putBytes(part.key, new Uint8Array(1)), true],
    ['corrupt', (part: PartRef) => store.putBytes(part.key, new Uint8Array(part.sizeBytes)), false],
  ] as const)('replaces a result whose part is %s', async (damage, inflict, seenByRead) => {
    const first = await computed('first', damage, 'rows');
    const second = await computed('second', damage, 'rows');
    await writeCache(store, first);
    await inflict(first.part);
    expect((await readCache(store, stage, first.key)) === null).toBe(seenByRead);
    expect(await writeCache(store, second)).toMatchObject({ adopted: false });
    expect((await readCache(store, stage, first.key))?.manifest.parts).toEqual([second.part]);
  });

  it('replaces a manifest that is not one', async () => {
    const result = await computed('first', 'garbled', 'rows');
    await store.putBytes(
      `cache/${stage}/${digestHex(result.key)}.json`,
      new TextEncoder().encode('{"parts":'),
    );
    expect(await readCache(store, stage, result.key)).toBeNull();
    await writeCache(store, result);
    expect((await readCache(store, stage, result.key))?.manifest.parts).toEqual([result.part]);
  });
});

describe('the latest components', () => {
  it('are kept for each pipeline and stage', async () => {
    const components: StageKeyComponents = {
      stage,
      inputs: { extract: digestOf('features') },
      spec: { encoder: { trees: 200 } },
      code: digestOf('code'),
      environment: { xgboost: '3.2.0', device: null },
    };
    expect(await readLatestComponents(store, 'census income', stage)).toBeNull();
    await writeLatestComponents(store, 'census income', components);
    const found = await readLatestComponents(store, 'census income', stage);
    expect(found).toEqual(components);
    expect(found && stageKey(found)).toBe(stageKey(components));
    expect(await readLatestComponents(store, 'another', stage)).toBeNull();
  });
});
