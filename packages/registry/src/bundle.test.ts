import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ArtifactRef } from '@espalier/domain';
import { startTestServers, type TestServers } from '@espalier/stack';
import { createStore, digestOf, type Store } from '@espalier/store';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadBundle } from './load-bundle.js';
import { type BundleContent, type PublishedBundle, writeBundle } from './write-bundle.js';

let servers: TestServers;
let store: Store;
let scratch: string;
let folders = 0;

beforeAll(async () => {
  servers = await startTestServers({ parts: ['s3'] });
  store = createStore(servers.settings.s3);
  scratch = await mkdtemp(join(tmpdir(), 'espalier-bundle-'));
});

afterAll(async () => {
  store.close();
  await servers[Symbol.asyncDispose]();
  await rm(scratch, { recursive: true, force: true });
});

function freshFolder(): string {
  return join(scratch, `bundle-${folders++}`);
}

async function artifact(name: string, content: string): Promise<ArtifactRef> {
  return store.putBytes(`runs/r/publish/${digestOf(content)}/${name}`, new TextEncoder().encode(content));
}

async function contentOf(pipeline: string, changes: Partial<BundleContent> = {}): Promise<BundleContent> {
  return {
    pipeline,
    boosters: [
      { task: 'never_married', ref: await artifact('never_married.ubj', 'booster of never_married') },
      { task: 'income', ref: await artifact('income.ubj', 'booster of income') },
    ],
    leafMap: await artifact('leaf-map.json', '{"totalLeaves":4}'),
    featureSchema: await artifact('feature-schema.json', '{"columns":[]}'),
    network: await artifact('saved_model.pb', 'network'),
    modelling: { architecture: 'towers', embeddingDim: 8 },
    spec: { name: pipeline, training: { workers: 2 } },
    data: { source: digestOf('data') },
    codeVersion: '0.1.0',
    report: { income: { auc: 0.957 } },
    lineage: { runId: 'r', host: 'a' },
    ...changes,
  };
}

function prefixOf({ uri }: PublishedBundle): string {
  return `${uri.slice(`s3://${store.bucket}/`.length)}/`;
}

describe('writeBundle', () => {
  it('lays a bundle out as documented, under its digest', async () => {
    const published = await writeBundle(store, await contentOf('layout'));
    const prefix = prefixOf(published);
    expect(prefix).toMatch(/^bundles\/layout\/[0-9a-f]{24}\/$/);
    expect(published.digest).toContain(prefix.split('/')[2]);
    expect((await store.list(prefix)).map(({ key }) => key.slice(prefix.length))).toEqual([
      'bundle.json',
      'encoder/income.ubj',
      'encoder/never_married.ubj',
      'feature-schema.json',
      'leaf-map.json',
      'lineage.json',
      'report.json',
      'saved_model/saved_model.pb',
    ]);
  });

  it('has a digest of what predicts, and of nothing else', async () => {
    const base = await writeBundle(store, await contentOf('digest'));
    const sameModel = await writeBundle(
      store,
      await contentOf('digest', { lineage: { runId: 's' }, codeVersion: '0.2.0', spec: {}, report: {} }),
    );
    expect(sameModel).toEqual({ ...base, adopted: true });
    const otherNetwork = await writeBundle(
      store,
      await contentOf('digest', { network: await artifact('saved_model.pb', 'other') }),
    );
    expect(otherNetwork.encoderDigest).toBe(base.encoderDigest);
    expect(otherNetwork.networkDigest).not.toBe(base.networkDigest);
    expect(otherNetwork.digest).not.toBe(base.digest);
    const otherLeaves = await writeBundle(
      store,
      await contentOf('digest', { leafMap: await artifact('leaf-map.json', '{"totalLeaves":5}') }),
    );
    expect(otherLeaves.networkDigest).toBe(base.networkDigest);
    expect(otherLeaves.encoderDigest).not.toBe(base.encoderDigest);
    const otherModelling = await writeBundle(store, await contentOf('digest', { modelling: {} }));
    expect(otherModelling.digest).not.toBe(base.digest);
  });

  it('published many times at once is one whole bundle, with the report of one of them', async () => {
    const contents = await Promise.all(
      Array.from({ length: 6 }, (_, index) => contentOf('race', { report: { index }, lineage: { index } })),
    );
    const published = await Promise.all(contents.map((content) => writeBundle(store, content)));
    expect(new Set(published.map(({ uri }) => uri)).size).toBe(1);
    expect(published.filter(({ adopted }) => !adopted)).toHaveLength(1);
    await loadBundle(published[0]?.uri ?? '', { store, intoDir: freshFolder() });
  });

  it('leaves nothing that looks like a bundle when a part is corrupt, and names it', async () => {
    const content = await contentOf('corrupt', {
      network: await artifact('saved_model.pb', 'to be damaged'),
    });
    await store.putBytes(content.network.key, new TextEncoder().encode('to be DAMAGED'));
    await expect(writeBundle(store, content)).rejects.toMatchObject({
      code: 'store.corrupt',
      details: { part: 'saved_model/saved_model.pb' },
    });
    const keys = (await store.list('bundles/corrupt/')).map(({ key }) => key);
    expect(keys.filter((key) => key.endsWith('bundle.json'))).toEqual([]);
  });

  it('mends a published bundle that has lost a part', async () => {
    const content = await contentOf('mend');
    const published = await writeBundle(store, content);
    await store.deleteObject(`${prefixOf(published)}leaf-map.json`);
    expect(await writeBundle(store, content)).toEqual({ ...published, adopted: false });
    await loadBundle(published.uri, { store, intoDir: freshFolder() });
  });
});

describe('loadBundle', () => {
  it('brings a verified bundle here, which is then a local bundle by itself', async () => {
    const published = await writeBundle(store, await contentOf('load'));
    const intoDir = freshFolder();
    const { manifest, paths } = await loadBundle(`${published.uri}/`, { store, intoDir });
    expect(manifest).toMatchObject({ digest: published.digest, tasks: ['never_married', 'income'] });
    expect(paths.boosters.map(({ task }) => task)).toEqual(['never_married', 'income']);
    expect(await readFile(paths.boosters[1]?.path ?? '', 'utf8')).toBe('booster of income');
    expect(await readFile(join(paths.savedModelDir, 'saved_model.pb'), 'utf8')).toBe('network');
    expect(JSON.parse(await readFile(paths.lineage, 'utf8'))).toEqual({ runId: 'r', host: 'a' });
    expect(await loadBundle(intoDir)).toEqual({ manifest, paths });
  });

  const faults = [
    ['encoder/income.ubj', 'missing'],
    ['leaf-map.json', 'missing'],
    ['saved_model/saved_model.pb', 'mismatched'],
    ['feature-schema.json', 'mismatched'],
    ['report.json', 'mismatched'],
  ] as const;

  it.each(faults)('refuses a bundle in S3 with %s %s, by name', async (part, state) => {
    const published = await writeBundle(store, await contentOf(`s3-${digestOf(part).slice(7, 15)}`));
    const key = `${prefixOf(published)}${part}`;
    if (state === 'missing') await store.deleteObject(key);
    else await store.copyObject(await artifact('swapped', 'another model of the same kind'), key);
    await expect(loadBundle(published.uri, { store, intoDir: freshFolder() })).rejects.toMatchObject({
      code: `registry.part-${state}`,
      message: expect.stringContaining(part),
      details: { part },
    });
  });

  it.each(faults)('refuses a local bundle with %s %s, by name', async (part, state) => {
    const { uri } = await writeBundle(store, await contentOf('local'));
    const dir = freshFolder();
    await loadBundle(uri, { store, intoDir: dir });
    if (state === 'missing') await rm(join(dir, part));
    else await writeFile(join(dir, part), 'another model of the same kind');
    await expect(loadBundle(dir)).rejects.toMatchObject({
      code: `registry.part-${state}`,
      message: expect.stringContaining(part),
      details: { part },
    });
  });

  it('refuses a manifest that was changed along with a part', async () => {
    const { uri } = await writeBundle(store, await contentOf('forged'));
    const dir = freshFolder();
    await loadBundle(uri, { store, intoDir: dir });
    const forged = join(scratch, 'forged');
    await cp(dir, forged, { recursive: true });
    await writeFile(join(forged, 'saved_model/saved_model.pb'), 'swapped');
    const manifest = JSON.parse(await readFile(join(forged, 'bundle.json'), 'utf8'));
    for (const part of manifest.parts) {
      if (part.name === 'saved_model/saved_model.pb') {
        Object.assign(part, { digest: digestOf('swapped'), sizeBytes: 7 });
      }
    }
    await writeFile(join(forged, 'bundle.json'), JSON.stringify(manifest));
    await expect(loadBundle(forged)).rejects.toMatchObject({
      code: 'registry.part-mismatched',
      details: { part: 'bundle.json' },
    });
  });

  it('refuses a manifest whose part would leave the folder', async () => {
    const published = await writeBundle(store, await contentOf('escape'));
    const key = `${prefixOf(published)}bundle.json`;
    const stored = (await store.getJson(key))?.value as { parts: unknown[] };
    const parts = [...stored.parts, { name: '../../escaped', digest: digestOf('x'), sizeBytes: 1 }];
    await store.putJson(key, { ...stored, parts });
    await expect(loadBundle(published.uri, { store, intoDir: freshFolder() })).rejects.toMatchObject({
      code: 'registry.not-a-bundle',
    });
  });

  it.each(['s3://espalier-test/bundles/none/at-all', 's3://espalier-test', '/no/such/folder'])(
    'says that there is no bundle at %s',
    async (uri) => {
      await expect(loadBundle(uri, { store, intoDir: freshFolder() })).rejects.toMatchObject({
        code: 'registry.not-a-bundle',
        message: expect.stringContaining(uri),
      });
    },
  );
});
