/**
 * Responsible for the points of a model's series in S3: each by its content, with a small record by model, partition, pipeline and content that names it.
 * The same content is one point, whoever scores it again; one that was written anew has a point beside the one before.
 * Leaves to others: scoring (workers), whether a point has drifted (judge-arrival.ts).
 */
import {
  type Digest,
  EspalierError,
  type ShownPoint,
  type WatchPoint,
  type WatchRecord,
} from '@espalier/domain';
import { encodeJson, mapBounded, type Store } from '@espalier/store';
import { watchKey, watchPrefix } from '../models/model-keys.js';
import { parseRecord, readRecord } from '../records.js';
import { watchPointSchema, watchRecordSchema } from './watch-schemas.js';

const readsAtOnce = 16;

export interface WatchedContent {
  readonly model: string;
  readonly pipeline: string;
  readonly partition: string;
  readonly content: Digest;
}

export interface WatchPage {
  /** The newest partition first; of one partition the last that was scored. */
  readonly points: readonly ShownPoint[];
  /** What the next page begins after; null where there is none. */
  readonly next: string | null;
}

/** @returns false where the content has a point already, which stands. */
export async function addWatchPoint(store: Store, point: WatchPoint): Promise<boolean> {
  const { model, pipeline, partition, content, version, at, drifted } = point;
  const record: WatchRecord = {
    ...{ model, pipeline, partition, content, version, at, drifted },
    point: await store.putContent(encodeJson(point)),
  };
  return (await store.putIfNoneMatch(watchKey(point), record)) !== null;
}

/** Null where the content was not scored yet. @throws EspalierError `registry.unreadable-record`, `store.*` */
export async function watchedBefore(store: Store, content: WatchedContent): Promise<WatchPoint | null> {
  return readPoint(store, watchKey(content));
}

/**
 * Points of a pipeline before a partition, oldest first, each as its partition was written last.
 * @param most points, the last of them
 */
export async function watchedEarlier(
  store: Store,
  { model, pipeline, partition }: Omit<WatchedContent, 'content'>,
  most: number,
): Promise<readonly WatchPoint[]> {
  const before = (await partitionsOf(store, model)).filter(
    (each) => each.pipeline === pipeline && each.partition < partition,
  );
  const found = await mapBounded(before.slice(-most), readsAtOnce, (each) => pointsOf(store, each));
  return found.flatMap((points) => points.slice(0, 1));
}

/**
 * The last point of a version before a partition: it tells what the version is held to. Null where there is none.
 * @param most partitions that are looked at, the last of them
 */
export async function watchedOfVersion(
  store: Store,
  { model, pipeline, partition }: Omit<WatchedContent, 'content'>,
  version: number,
  most: number,
): Promise<WatchPoint | null> {
  const before = (await partitionsOf(store, model)).filter(
    (each) => each.pipeline === pipeline && each.partition < partition,
  );
  const back = before.slice(-most).reverse();
  // From the newest on, some at a time: a version that was replaced lately is found soon.
  for (let at = 0; at < back.length; at += readsAtOnce) {
    const keys = back.slice(at, at + readsAtOnce).flatMap((each) => each.keys);
    const records = await mapBounded(keys, readsAtOnce, async (key) => {
      const record = await readRecord(store, key, watchRecordSchema);
      return record?.version === version ? { key, record } : null;
    });
    const [last] = records
      .filter((each) => each !== null)
      .sort((a, b) => orderOf(b.record).localeCompare(orderOf(a.record)));
    if (last !== undefined) return readPoint(store, last.key);
  }
  return null;
}

const orderOf = ({ partition, at }: WatchRecord): string => `${partition} ${at}`;

/**
 * All points of a pipeline before another, oldest first: of the partitions before, and of its own as that was written before.
 * @param most partitions before, the last of them
 */
export async function watchedUntil(
  store: Store,
  { model, pipeline, partition, content, at }: WatchPoint,
  most: number,
): Promise<readonly WatchPoint[]> {
  const until = (await partitionsOf(store, model)).filter(
    (each) => each.pipeline === pipeline && each.partition <= partition,
  );
  const found = await mapBounded(until.slice(-most - 1), readsAtOnce, (each) => pointsOf(store, each));
  return found
    .flatMap((points) => [...points].reverse())
    .filter((each) => each.partition < partition || (each.content !== content && each.at <= at));
}

/**
 * A page of a model's series; a partition's points are never on two.
 * @param after `next` of the page before
 * @throws EspalierError `request.invalid` for an `after` that no page gave
 */
export async function readWatch(
  store: Store,
  model: string,
  { limit, after = null }: { readonly limit: number; readonly after?: string | null },
): Promise<WatchPage> {
  const all = [...(await partitionsOf(store, model))].reverse();
  const from = after === null ? 0 : all.findIndex(({ name }) => name === after) + 1;
  if (after !== null && from === 0) {
    const message = `The series of ${model} has no ${JSON.stringify(after)} to go on from.`;
    throw new EspalierError('request.invalid', message, { details: { model, after } });
  }
  const page = all.slice(from, from + limit);
  const found = await mapBounded(page, readsAtOnce, (each) => pointsOf(store, each));
  const points = found.flatMap((ofPartition) =>
    ofPartition.map((point, index): ShownPoint => ({ ...point, isRewritten: index > 0 })),
  );
  return { points, next: from + limit < all.length ? (page.at(-1)?.name ?? null) : null };
}

interface WatchedPartition {
  readonly partition: string;
  readonly pipeline: string;
  /** `PARTITION/PIPELINE`. */
  readonly name: string;
  readonly keys: readonly string[];
}

/** In order of their labels. */
async function partitionsOf(store: Store, model: string): Promise<readonly WatchedPartition[]> {
  const prefix = watchPrefix(model);
  const found = new Map<string, string[]>();
  for (const { key } of await store.list(prefix)) {
    const name = key.slice(prefix.length, key.lastIndexOf('/'));
    const keys = found.get(name);
    if (keys === undefined) found.set(name, [key]);
    else keys.push(key);
  }
  return [...found].map(([name, keys]) => {
    const [partition = '', pipeline = ''] = name.split('/');
    return { partition, pipeline, name, keys };
  });
}

/** The last that was scored first. */
async function pointsOf(store: Store, { keys }: WatchedPartition): Promise<readonly WatchPoint[]> {
  const points = await mapBounded(keys, readsAtOnce, (key) => readPoint(store, key));
  return points.filter((point) => point !== null).sort((a, b) => b.at.localeCompare(a.at));
}

async function readPoint(store: Store, key: string): Promise<WatchPoint | null> {
  const record = await readRecord(store, key, watchRecordSchema);
  if (record === null) return null;
  return parseRecord(store, record.point.key, watchPointSchema, await store.getVerifiedJson(record.point));
}
