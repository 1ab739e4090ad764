import type { PartRef, StageManifest } from '@espalier/domain';
import { startTestServers, type TestServers } from '@espalier/stack';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { digestHex, digestOf } from './digest.js';
import { nondeterministic } from './nondeterminism.js';
import {
  dropCached,
  readCache,
  readLatestComponents,
  writeCache,
  writeLatestComponents,
} from './stage-cache.js';
import { commitStage, openStage, readManifest, writePart } from './stage-commit.js';
import { type StageKeyComponents, stageKey } from './stage-key.js';
import { createStore, type Store } from './store.js';

const stage = 'encode';

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

/** A committed result of one part for a key, computed by a run of its own. */
async function computed(
  runId: string,
  name: string,
  content: string,
): Promise<StageManifest & { part: PartRef }> {
  const attempt = await openStage(store, { runId: `${name}-${runId}`, stage, token: 1 });
  const part = await writePart(store, 'shard.arrow', new TextEncoder().encode(content));
  const manifest = { key: digestOf(name), parts: [part], body: { runId } };
  await commitStage(store, attempt, manifest);
  return { stage, ...manifest, run: attempt.runId, part };
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

  it('refuses different bytes for the same key: says which stage, whose, from which inputs, in what, and the way out', async () => {
    const first = await computed('first', 'nondeterministic', 'rows');
    const second = await computed('second', 'nondeterministic', 'other rows');
    await writeCache(store, first);
    const inputs = { extract: digestOf('extract'), 'fit-encoder': digestOf('trees') };
    const short = digestHex(first.key).slice(0, 16);
    await expect(writeCache(store, second, inputs)).rejects.toMatchObject({
      code: 'store.nondeterministic',
      message:
        'Stage encode gave other bytes than run nondeterministic-first did from the same inputs ' +
        `(extract ${digestHex(inputs.extract).slice(0, 16)}, fit-encoder ${digestHex(inputs['fit-encoder']).slice(0, 16)}), ` +
        `in shard.arrow. To go on without the earlier result: espalier cache drop encode ${short}`,
      details: { run: 'nondeterministic-second', earlierRun: 'nondeterministic-first', inputs },
    });
    expect((await readCache(store, stage, first.key))?.manifest.parts).toEqual([first.part]);
  });

  it('tells of a few parts only, however many differ', async () => {
    const many = (runId: string) => {
      const parts = Array.from({ length: 5_000 }, (_, i) => {
        const name = `shard-${i}.arrow`;
        return {
          name,
          key: `runs/${runId}/encode/attempt-1/${name}`,
          digest: digestOf(`${runId} ${i}`),
          sizeBytes: 1,
        };
      });
      return { stage, key: digestOf('many'), parts, body: null } as const;
    };
    const error = nondeterministic(many('one'), many('two'), {});
    expect(error.message).toContain('shard-2.arrow and 4997 more parts');
    expect(JSON.stringify(error.serialize()).length).toBeLessThan(16_384);
  });

  it('forgets a result that is dropped, keeps it for those who have it, and takes the next', async () => {
    const results = await Promise.all(
      ['rows', 'other rows', 'third rows'].map((text, i) => computed(`${i}`, 'drop', text)),
    );
    const [first, second, third] = results as [(typeof results)[0], (typeof results)[0], (typeof results)[0]];
    const { ref } = await writeCache(store, first);
    await expect(writeCache(store, second)).rejects.toMatchObject({ code: 'store.nondeterministic' });
    const start = digestHex(first.key).slice(0, 16);
    expect((await dropCached(store, stage, start)).parts).toEqual([first.part]);
    expect(await readCache(store, stage, first.key)).toBeNull();
    await expect(dropCached(store, stage, start)).rejects.toMatchObject({ code: 'store.no-such-result' });
    expect(await writeCache(store, second)).toMatchObject({ adopted: false });
    expect((await readCache(store, stage, first.key))?.manifest.parts).toEqual([second.part]);
    expect((await readManifest(store, { ...ref, stage })).parts).toEqual([first.part]);
    await dropCached(store, stage, `sha256:${digestHex(first.key)}`);
    await writeCache(store, third);
    expect((await readCache(store, stage, first.key))?.manifest.parts).toEqual([third.part]);
  });

  it('drops nothing where the key is unknown, of another stage, or not told from others', async () => {
    const result = await computed('one', 'unique', 'rows');
    await writeCache(store, result);
    const unknown = { code: 'store.no-such-result' };
    await expect(dropCached(store, 'train', digestHex(result.key))).rejects.toMatchObject(unknown);
    await expect(dropCached(store, stage, '../generations')).rejects.toMatchObject(unknown);
    await expect(dropCached(store, stage, '')).rejects.toMatchObject(unknown);
    const start = '0123456789abcdef';
    for (const last of ['1', '2']) {
      const key = `sha256:${start}${last.repeat(48)}` as const;
      await writeCache(store, { stage, key, parts: [result.part], body: null });
    }
    await expect(dropCached(store, stage, start)).rejects.toMatchObject({ code: 'request.invalid' });
    expect(await readCache(store, stage, result.key)).not.toBeNull();
  });

  it.each([
    ['lost', (part: PartRef) => store.deleteObject(part.key), true],
    ['cut short', (part: PartRef) => store.putBytes(part.key, new Uint8Array(1)), true],
    ['corrupt', (part: PartRef) => store.putBytes(part.key, new Uint8Array(part.sizeBytes)), false],
  ] as const)('is mended by the same content where a part is %s', async (damage, inflict, seenByRead) => {
    const first = await computed('first', damage, `rows that are ${damage}`);
    await writeCache(store, first);
    await inflict(first.part);
    expect((await readCache(store, stage, first.key)) === null).toBe(seenByRead);
    const second = await computed('second', damage, `rows that are ${damage}`);
    await writeCache(store, second);
    const found = await readCache(store, stage, first.key);
    expect(found?.manifest.parts).toEqual([second.part]);
    expect(await store.inspect(second.part)).toBe('intact');
  });

  it.each([
    ['lost', (part: PartRef) => store.deleteObject(part.key)],
    ['cut short', (part: PartRef) => store.putBytes(part.key, new Uint8Array(1))],
    ['corrupt', (part: PartRef) => store.putBytes(part.key, new Uint8Array(part.sizeBytes))],
  ] as const)('replaces a result whose part is %s and lies elsewhere', async (damage, inflict) => {
    const key = digestOf(`elsewhere ${damage}`);
    const text = new TextEncoder().encode('rows');
    const earlier = { name: 'shard.arrow', ...(await store.putBytes(`runs/old/encode/${damage}`, text)) };
    await writeCache(store, { stage, key, parts: [earlier], body: null });
    await inflict(earlier);
    const part = await writePart(store, 'shard.arrow', text);
    expect(await writeCache(store, { stage, key, parts: [part], body: null })).toMatchObject({
      adopted: false,
    });
    expect((await readCache(store, stage, key))?.manifest.parts).toEqual([part]);
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
