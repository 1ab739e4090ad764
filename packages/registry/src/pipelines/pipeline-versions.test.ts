import { randomUUID } from 'node:crypto';
import type { PipelineSource, PipelineVersion } from '@espalier/domain';
import { startTestServers, type TestServers } from '@espalier/stack';
import { createStore, type Store } from '@espalier/store';
import { afterAll, expect, it } from 'vitest';
import { pipelineVersionKey } from './pipeline-keys.js';
import {
  addPipelineVersion,
  latestPipelineVersion,
  listPipelines,
  readPipelineVersion,
  readPipelineVersions,
} from './pipeline-versions.js';

const servers: TestServers = await startTestServers({ parts: ['bucket'] });
const store: Store = createStore(servers.settings.s3);

afterAll(async () => {
  store.close();
  await servers[Symbol.asyncDispose]();
});

const source = (text: string): PipelineSource => ({ text, path: '/feed/pipeline.yaml', baseDir: '/feed' });

function add(pipeline: string, text: string | null) {
  const asked = { pipeline, by: 'ada', reason: 'wanted', request: randomUUID() };
  return addPipelineVersion(store, asked, () => (text === null ? null : source(text)));
}

const textsOf = (versions: readonly PipelineVersion[]) =>
  versions.map(({ version, source }) => [version, source?.text ?? null]);

it('versions are numbered from 1 and stay as they were written; the last one counts', async () => {
  expect(await latestPipelineVersion(store, 'numbers')).toBeNull();
  const first = await add('numbers', 'one');
  expect(first).toMatchObject({ isNew: true, version: { version: 1, by: 'ada', source: source('one') } });
  await add('numbers', 'two');
  expect(await readPipelineVersion(store, 'numbers', 1)).toEqual(first.version);
  expect(await latestPipelineVersion(store, 'numbers')).toMatchObject({ version: 2, source: source('two') });
  expect(await readPipelineVersion(store, 'numbers', 3)).toBeNull();
  expect(textsOf(await readPipelineVersions(store, 'numbers', 10))).toEqual([
    [2, 'two'],
    [1, 'one'],
  ]);
  expect(textsOf(await readPipelineVersions(store, 'numbers', 1))).toEqual([[2, 'two']]);
});

it('a deleted pipeline is not listed, keeps its versions, and goes on with the next number', async () => {
  await add('deleted', 'one');
  await add('other', 'one');
  await add('deleted', null);
  const listed = async () =>
    (await listPipelines(store, { limit: 100 })).items.map(({ pipeline }) => pipeline);
  expect(await listed()).toContain('other');
  expect(await listed()).not.toContain('deleted');
  expect(await readPipelineVersion(store, 'deleted', 1)).toMatchObject({ source: source('one') });
  expect(await add('deleted', 'one')).toMatchObject({ isNew: true, version: { version: 3 } });
  expect(await listed()).toContain('deleted');
});

it('many who add at once each get a number of their own, and each decides on what was there', async () => {
  const seen: (string | null)[] = [];
  const added = await Promise.all(
    Array.from({ length: 12 }, (_, index) =>
      addPipelineVersion(
        store,
        { pipeline: 'busy', by: 'ada', reason: 'wanted', request: `request ${index}` },
        (latest) => {
          seen[index] = latest?.source?.text ?? null;
          return source(`text ${index}`);
        },
      ),
    ),
  );
  const numbers = added.map(({ version }) => version.version).sort((a, b) => a - b);
  expect(numbers).toEqual(Array.from({ length: 12 }, (_, index) => index + 1));
  for (const [index, { version }] of added.entries()) {
    const before =
      version.version === 1 ? null : await readPipelineVersion(store, 'busy', version.version - 1);
    expect(seen[index]).toBe(before?.source?.text ?? null);
  }
});

it('a request whose answer is lost finds the version that it has made', async () => {
  const losing: Store = Object.create(store);
  let lost = 0;
  losing.putIfNoneMatch = async (key, value) => {
    await store.putIfNoneMatch(key, value);
    lost++;
    return null;
  };
  const asked = { pipeline: 'repeated', by: 'ada', reason: 'wanted', request: randomUUID() };
  const made = await addPipelineVersion(losing, asked, () => source('one'));
  expect(made).toMatchObject({ isNew: true, version: { version: 1 } });
  expect(lost).toBe(1);
  expect(await readPipelineVersions(store, 'repeated', 10)).toEqual([made.version]);
});

it('nothing is added where nothing is to change', async () => {
  const made = await add('unchanged', 'one');
  const asked = { pipeline: 'unchanged', by: 'bob', reason: 'again', request: randomUUID() };
  const left = await addPipelineVersion(store, asked, () => undefined);
  expect(left).toEqual({ version: made.version, isNew: false });
});

it('what is no version is refused by its key', async () => {
  await store.putJson(pipelineVersionKey('broken', 1), { version: 'one' });
  await expect(latestPipelineVersion(store, 'broken')).rejects.toMatchObject({
    code: 'registry.unreadable-record',
    details: { key: 'pipelines/broken/versions/00000001.json' },
  });
});
