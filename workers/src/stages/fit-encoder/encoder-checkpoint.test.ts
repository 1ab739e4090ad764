import { startTestServers, type TestServers } from '@espalier/stack';
import { createStore, latestCheckpoint, openStage, type Store } from '@espalier/store';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { RankServices } from '../../gang/rank-services.js';
import { readForests, saveForests } from './encoder-checkpoint.js';
import type { FittedForest } from './encoder-fit.js';

const id = { runId: 'folds', stage: 'fit-encoder' } as const;

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

it('an encoder goes on from the forests that it saved, of tasks and folds', async () => {
  const attempt = await openStage(store, { ...id, token: 1 });
  const services = { store, input: { context: id } } as unknown as RankServices;
  expect(await readForests(services, 0)).toEqual([]);
  const forests = ([null, 0, 1] as const).flatMap((fold, place): FittedForest[] =>
    ['click', 'share'].map((task, index) => ({
      task,
      fold,
      bytes: new Uint8Array(100).fill(2 * place + index),
      rounds: fold === 1 && index === 1 ? 3 : 6,
    })),
  );
  for (const count of [1, forests.length]) {
    await saveForests(store, attempt, 0, forests.slice(0, count), 6 * count);
    const read = await readForests(services, 0);
    const plain = read.map((forest) => ({ ...forest, bytes: Uint8Array.from(forest.bytes) }));
    expect(plain).toEqual(forests.slice(0, count));
  }
  const saved = await latestCheckpoint(store, id);
  expect(saved?.step).toBe(36);
  expect(saved?.parts.map(({ name }) => name)).toContain('folds/1/share.ubj');
});
