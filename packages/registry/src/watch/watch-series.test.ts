/** A model's series in a real store: the same content is one point, one that was written anew has another, and pages hold whole partitions. */
import type { WatchPoint } from '@espalier/domain';
import { startTestServers, type TestServers } from '@espalier/stack';
import { createStore, digestOf, type Store } from '@espalier/store';
import { afterAll, expect, it } from 'vitest';
import {
  addWatchPoint,
  readWatch,
  watchedBefore,
  watchedEarlier,
  watchedOfVersion,
  watchedUntil,
} from './watch-series.js';

const servers: TestServers = await startTestServers({ parts: ['bucket'] });
const store: Store = createStore(servers.settings.s3);

afterAll(async () => {
  store.close();
  await servers[Symbol.asyncDispose]();
});

function point(partition: string, given: Partial<WatchPoint> = {}): WatchPoint {
  const estimate = { value: 0.7, standardError: 0.01, degreesOfFreedom: 90, ci: [0.68, 0.72] } as const;
  return {
    ...{ model: 'feed', pipeline: 'feed', run: 'feed-1', partition, content: digestOf(partition) },
    ...{ at: `${partition}T06:00:00.000Z`, version: 1, bundle: digestOf('bundle'), rows: 100, cluster: null },
    ...{ estimates: { click: { auc: estimate } }, reference: null, verdicts: [], drifted: false },
    ...given,
  };
}

const days = Array.from({ length: 9 }, (_, day) => `2026-11-0${day + 1}`);

it('a content is scored once, whoever comes second; the first point stands', async () => {
  const first = point('2026-10-01', { model: 'once' });
  expect(await watchedBefore(store, first)).toBeNull();
  const added = await Promise.all(
    ['feed-1', 'feed-2', 'feed-3'].map((run) => addWatchPoint(store, { ...first, run })),
  );
  expect(added.filter(Boolean)).toHaveLength(1);
  const stands = await watchedBefore(store, first);
  expect(stands).toEqual({ ...first, run: `feed-${added.indexOf(true) + 1}` });
  expect((await readWatch(store, 'once', { limit: 10 })).points).toHaveLength(1);
});

it('a partition that was written anew has its points side by side, and is known by the last', async () => {
  for (const day of days) await addWatchPoint(store, point(day));
  const anew = { content: digestOf('anew'), at: '2026-11-20T06:00:00.000Z', version: 2 };
  await addWatchPoint(store, point('2026-11-05', anew));
  const { points } = await readWatch(store, 'feed', { limit: 5 });
  expect(
    points.map(({ partition, version, isRewritten }) => [partition.slice(-2), version, isRewritten]),
  ).toEqual([
    ['09', 1, false],
    ['08', 1, false],
    ['07', 1, false],
    ['06', 1, false],
    ['05', 2, false],
    ['05', 1, true],
  ]);
  const earlier = await watchedEarlier(store, point('2026-11-07'), 3);
  expect(earlier.map(({ partition, version }) => [partition.slice(-2), version])).toEqual([
    ['04', 1],
    ['05', 2],
    ['06', 1],
  ]);
});

it('the points before are those of the partitions before, and of the own one as it was written before', async () => {
  const anew = { content: digestOf('anew'), at: '2026-11-20T06:00:00.000Z', version: 2 };
  const until = async (of: WatchPoint, most: number) =>
    (await watchedUntil(store, of, most)).map(
      ({ partition, version }) => `${partition.slice(-2)} ${version}`,
    );
  expect(await until(point('2026-11-05', anew), 2)).toEqual(['03 1', '04 1', '05 1']);
  expect(await until(point('2026-11-06'), 2)).toEqual(['04 1', '05 1', '05 2']);
  expect(await until(point('2026-11-05'), 1)).toEqual(['04 1']);
  expect(await until(point('2026-11-01'), 9)).toEqual([]);
});

it('a version is found by its last point, however far back', async () => {
  const model = 'returned';
  const put = (partition: string, version: number, more: Partial<WatchPoint> = {}) =>
    addWatchPoint(store, point(partition, { model, version, ...more }));
  await put('2026-09-01', 1);
  await put('2026-09-02', 1);
  await put('2026-09-02', 1, { content: digestOf('anew'), at: '2026-09-03T06:00:00.000Z', rows: 7 });
  await put('2026-09-02', 1, { pipeline: 'other' });
  for (let day = 10; day < 30; day++) await put(`2026-09-${day}`, 2);
  const last = (version: number, most: number, partition = '2026-10-01') =>
    watchedOfVersion(store, { model, pipeline: 'feed', partition }, version, most);
  expect(await last(1, 400)).toMatchObject({ partition: '2026-09-02', rows: 7 });
  expect(await last(1, 400, '2026-09-02')).toMatchObject({ partition: '2026-09-01' });
  expect(await last(2, 400)).toMatchObject({ partition: '2026-09-29' });
  expect([await last(1, 20), await last(3, 400)]).toEqual([null, null]);
});

it('pages follow each other, and a cursor that no page gave is refused', async () => {
  const seen: string[] = [];
  let after: string | null = null;
  do {
    const page: Awaited<ReturnType<typeof readWatch>> = await readWatch(store, 'feed', { limit: 4, after });
    seen.push(...page.points.map(({ partition }) => partition));
    after = page.next;
  } while (after !== null);
  expect([...new Set(seen)]).toEqual([...days].reverse());
  expect(seen).toHaveLength(10);
  await expect(readWatch(store, 'feed', { limit: 4, after: '2026-12-01/feed' })).rejects.toMatchObject({
    code: 'request.invalid',
  });
});

it('pipelines of one model have series of their own, in one list', async () => {
  const [a, b] = [
    point('2026-11-01', { model: 'shared' }),
    point('2026-11-01', { model: 'shared', pipeline: 'other', content: digestOf('other') }),
  ];
  await addWatchPoint(store, a);
  await addWatchPoint(store, b);
  const { points } = await readWatch(store, 'shared', { limit: 10 });
  expect(points.map(({ pipeline, isRewritten }) => [pipeline, isRewritten])).toEqual([
    ['other', false],
    ['feed', false],
  ]);
  expect(
    await watchedEarlier(store, { model: 'shared', pipeline: 'other', partition: '2026-11-02' }, 9),
  ).toEqual([b]);
});

it('a record of a form that nobody knows is said, with its place', async () => {
  await store.putJson(`models/odd/watch/2026-11-01/feed/${'0'.repeat(64)}.json`, { model: 'odd' });
  await expect(readWatch(store, 'odd', { limit: 1 })).rejects.toMatchObject({
    code: 'registry.unreadable-record',
  });
});
