import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildLeafMap, type ForestBytes } from '@espalier/forest';
import { startTestServers, type TestServers } from '@espalier/stack';
import { createStore, type Store, writePart } from '@espalier/store';
import { Booster, DMatrix } from '@espalier/xgboost';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { ShardServices } from '../../shards/shard-services.js';
import type { ForestParts } from './jobs.js';
import { openForests } from './open-forests.js';

const [rows, columns] = [400, 3];
const matrix = Float32Array.from({ length: rows * columns }, (_, i) => (i * 7919) % 97);

let servers: TestServers;
let scratchDir: string;
let store: Store;
let services: ShardServices;

beforeAll(async () => {
  servers = await startTestServers({ parts: ['bucket'] });
  scratchDir = mkdtempSync(join(tmpdir(), 'espalier-forests-'));
  store = createStore(servers.settings.s3);
  services = new ShardServices(servers.settings, store, scratchDir);
});
afterAll(async () => {
  await services?.xgboost.close();
  store?.close();
  await servers?.[Symbol.asyncDispose]();
  rmSync(scratchDir, { recursive: true, force: true });
});

async function fit(seed: number): Promise<ForestBytes> {
  await using train = await DMatrix.fromDense(services.xgboost, matrix, rows, columns, { threads: 1 });
  await train.setLabel(
    Float32Array.from({ length: rows }, (_, row) => (Math.imul(row + 1, seed * 7919) >>> 8) % 2),
  );
  const params = { objective: 'binary:logistic', max_depth: 3, nthread: 1 };
  await using booster = await Booster.create(services.xgboost, params, [train]);
  for (let round = 0; round < 4; round++) await booster.update(round, train);
  return { task: 'click', bytes: await booster.saveBytes() };
}

const partOf = async ({ task, bytes }: ForestBytes) => ({
  task,
  part: await writePart(store, `${task}.ubj`, bytes),
});

async function partsOf(forest: ForestBytes): Promise<ForestParts> {
  const leafMap = await buildLeafMap(services.xgboost, [forest]);
  const written = await writePart(store, 'leaf-map.json', Buffer.from(JSON.stringify(leafMap)));
  return { leafMap: written, boosters: [await partOf(forest)] };
}

it('forests are opened once for all who ask, at once or later', async () => {
  const parts = await partsOf(await fit(3));
  const read = vi.spyOn(store, 'getBytes');
  const both = await Promise.all([openForests(services, parts), openForests(services, parts)]);
  expect(both[0]).toBe(both[1]);
  expect(await openForests(services, structuredClone(parts))).toBe(both[0]);
  expect(read.mock.calls.map(([{ key }]) => key)).toEqual([parts.leafMap.key, parts.boosters[0]?.part.key]);
});

it('another booster under the same leaf map is opened by itself, and refused', async () => {
  const [parts, other] = [await partsOf(await fit(5)), await partOf(await fit(7))];
  await openForests(services, parts);
  await expect(openForests(services, { ...parts, boosters: [other] })).rejects.toMatchObject({
    code: 'encoder.invalid-forest',
  });
});

it('what could not be read is tried again', async () => {
  const forest = await fit(9);
  const parts = await partsOf(forest);
  await store.deleteObject(parts.boosters[0]?.part.key ?? '');
  await expect(openForests(services, parts)).rejects.toMatchObject({ code: 'store.not-found' });
  await partOf(forest);
  expect((await openForests(services, parts)).leafMap.forests).toHaveLength(1);
});

it('of many forests the latest are kept', async () => {
  const { leafMap, boosters } = await partsOf(await fit(11));
  // The same under other names are others.
  const opened = (name: number) =>
    openForests(services, {
      leafMap,
      boosters: boosters.map(({ task, part }) => ({ task, part: { ...part, name: `${name}` } })),
    });
  const first = await opened(0);
  for (let name = 1; name < 16; name++) await opened(name);
  expect(await opened(0), 'sixteen are kept').toBe(first);
  for (let name = 16; name < 32; name++) await opened(name);
  expect(await opened(0)).not.toBe(first);
});
