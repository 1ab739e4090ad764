import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ArtifactRef } from '@espalier/domain';
import { startTestServers, type TestServers } from '@espalier/stack';
import { createStore, digestOf, type Store } from '@espalier/store';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { exportBundle } from './export-bundle.js';
import { loadBundle } from './load-bundle.js';
import { type PublishedBundle, writeBundle } from './write-bundle.js';

const never = new AbortController().signal;

describe('exportBundle', () => {
  let servers: TestServers;
  let store: Store;
  let published: PublishedBundle;
  let parent: string;

  beforeAll(async () => {
    servers = await startTestServers({ parts: ['bucket'] });
    store = createStore(servers.settings.s3);
    const artifact = (name: string): Promise<ArtifactRef> =>
      store.putBytes(`runs/r/publish/${name}`, new TextEncoder().encode(`{"name":"${name}"}`));
    published = await writeBundle(store, {
      pipeline: 'feed',
      boosters: [{ task: 'click', ref: await artifact('click.ubj') }],
      leafMap: await artifact('leaf-map.json'),
      featureSchema: await artifact('feature-schema.json'),
      network: await artifact('saved_model.pb'),
      modelling: {},
      spec: { name: 'feed' },
      data: { source: digestOf('data') },
      codeVersion: '0.1.0',
      report: {},
      lineage: {},
    });
  });
  afterAll(async () => {
    store.close();
    await servers[Symbol.asyncDispose]();
  });
  beforeEach(async () => {
    parent = await mkdtemp(join(tmpdir(), 'espalier-export ü-'));
    return () => rm(parent, { recursive: true });
  });

  it('writes the whole bundle from S3, into a new folder or an empty one', async () => {
    await mkdir(join(parent, 'empty'));
    for (const name of ['new', 'empty']) {
      const { dir, manifest } = await exportBundle(published.uri, join(parent, name), {
        store,
        signal: never,
      });
      expect(manifest.tasks).toEqual(['click']);
      expect((await loadBundle(dir)).manifest).toEqual(manifest);
    }
    expect((await readdir(parent)).sort()).toEqual(['empty', 'new']);
  });

  it('copies a folder, and only what belongs to the bundle', async () => {
    const { dir } = await exportBundle(published.uri, join(parent, 'a'), { store, signal: never });
    await writeFile(join(dir, 'stray.txt'), 'x');
    await exportBundle(dir, join(parent, 'b'), { store, signal: never });
    expect(await readdir(join(parent, 'b'))).not.toContain('stray.txt');
    expect(await readFile(join(parent, 'b', 'bundle.json'), 'utf8')).toBe(
      await readFile(join(dir, 'bundle.json'), 'utf8'),
    );
  });

  it('refuses a folder with something in it, a file, and a parent that is not there, and touches none', async () => {
    await mkdir(join(parent, 'full'));
    await writeFile(join(parent, 'full', 'mine.txt'), 'mine');
    for (const [name, reason] of [
      ['full', 'it is not empty'],
      ['full/mine.txt', 'it is a file'],
      ['none/model', 'there is no folder'],
    ] as const) {
      const refusal = exportBundle(published.uri, join(parent, name), { store, signal: never });
      await expect(refusal).rejects.toMatchObject({
        code: 'request.invalid',
        message: expect.stringContaining(reason),
      });
    }
    expect(await readdir(parent)).toEqual(['full']);
    expect(await readFile(join(parent, 'full', 'mine.txt'), 'utf8')).toBe('mine');
  });

  it('leaves nothing where a part is not the one that the manifest names', async () => {
    const { dir } = await exportBundle(published.uri, join(parent, 'a'), { store, signal: never });
    await cp(dir, join(parent, 'broken'), { recursive: true });
    await writeFile(join(parent, 'broken', 'leaf-map.json'), '{"name":"leaf-map.jsoN"}');
    const broken = exportBundle(join(parent, 'broken'), join(parent, 'b'), { store, signal: never });
    await expect(broken).rejects.toMatchObject({ code: 'registry.part-mismatched' });
    expect((await readdir(parent)).sort()).toEqual(['a', 'broken']);
  });

  it('leaves nothing where it is given up', async () => {
    const stopped = AbortSignal.abort(new Error('stopped'));
    const given = exportBundle(published.uri, join(parent, 'a'), { store, signal: stopped });
    await expect(given).rejects.toThrow('stopped');
    expect(await readdir(parent)).toEqual([]);
  });
});
