/**
 * Responsible for cutting a source's objects into shards of whole row groups with about equal bytes, small objects together.
 * Leaves to others: which split they belong to.
 */
import { nameKey, type SourceIdentity, type SourceShard, type SplitName } from '@espalier/domain';
import type { InspectedObject } from './inspect-source.js';

/** About what a shard holds, where there is as much. */
export const shardBytes = 64 * 1024 * 1024;

type IdentifiedObject = InspectedObject & { readonly identity: SourceIdentity };

export interface CutOptions {
  readonly split: SplitName | 'mixed';
  /** Index of the first shard, and of the first object in the whole listing. */
  readonly firstShard: number;
  readonly firstObject: number;
  /** Wanted number of shards; row groups and objects may force fewer or more. */
  readonly count: number;
}

export function sourceBytes(objects: readonly InspectedObject[]): number {
  return objects.reduce((sum, object) => sum + bytesOf(object), 0);
}

function bytesOf(object: InspectedObject): number {
  return object.footer.rowGroups.reduce((sum, group) => sum + group.sizeBytes, 0);
}

/** Up to so many, an object by itself is a shard, however small. */
const mostUnpacked = 32;
/** Of one shard: opening each takes its time, and a shard that fails is done again. */
const mostObjectsPacked = 256;

/** Shards in the order of objects and row groups; objects without rows have none, and many small ones share one. */
export function cutShards(objects: readonly IdentifiedObject[], options: CutOptions): SourceShard[] {
  const counts = shardsPerObject(objects, options.count);
  const shards: SourceShard[] = [];
  for (const [position, object] of objects.entries()) {
    for (const [start, end] of cutObject(object, counts[position] ?? 0)) {
      const groups = object.footer.rowGroups.slice(start, end);
      const rows = groups.reduce((sum, group) => sum + group.rows, 0);
      if (rows === 0) continue;
      shards.push({
        index: options.firstShard + shards.length,
        uri: object.uri,
        identity: object.identity,
        objectIndex: options.firstObject + position,
        rowGroupStart: start,
        rowGroupEnd: end,
        firstRow: groups[0]?.firstRow ?? 0,
        rows,
        sizeBytes: groups.reduce((sum, group) => sum + group.sizeBytes, 0),
        split: options.split,
        ...(object.partitions.length > 0 ? { partitions: object.partitions } : {}),
      });
    }
  }
  return packSmall(shards, objects, options);
}

/**
 * Slices of objects in a row share a shard as long as they are small together: 64 MB, 256 objects and a thirty-second of the source at most,
 * or less where more shards are wanted. They have the same columns, so that the shard has.
 */
function packSmall(
  slices: readonly SourceShard[],
  objects: readonly IdentifiedObject[],
  { firstShard, firstObject, count: wanted }: CutOptions,
): SourceShard[] {
  const unpacked = Math.max(mostUnpacked, wanted);
  if (slices.length <= unpacked) return [...slices];
  const mostBytes = Math.min(shardBytes, sourceBytes(objects) / unpacked);
  const columns = objects.map(({ own }) => own.map(({ name }) => nameKey(name)).join('\n'));
  const columnsOf = ({ objectIndex }: SourceShard) => columns[objectIndex - firstObject];
  const packed: SourceShard[] = [];
  let [shard, count, bytes] = [firstShard - 1, 0, 0];
  for (const [place, slice] of slices.entries()) {
    const before = slices[place - 1];
    const joins =
      before !== undefined &&
      before.objectIndex !== slice.objectIndex &&
      columnsOf(before) === columnsOf(slice) &&
      bytes + slice.sizeBytes <= mostBytes &&
      count < mostObjectsPacked;
    if (!joins) [shard, count, bytes] = [shard + 1, 0, 0];
    count += 1;
    bytes += slice.sizeBytes;
    packed.push({ ...slice, index: shard });
  }
  return packed;
}

/** One shard each, and the rest one by one to the object with most bytes a shard that has row groups to spare. */
function shardsPerObject(objects: readonly InspectedObject[], count: number): number[] {
  const bytes = objects.map(bytesOf);
  const groups = objects.map((object) => object.footer.rowGroups.length);
  const counts = groups.map((number) => Math.min(1, number));
  let left = count - counts.reduce((sum, number) => sum + number, 0);
  for (; left > 0; left -= 1) {
    let best = -1;
    for (const [i, size] of bytes.entries()) {
      if ((counts[i] ?? 0) >= (groups[i] ?? 0)) continue;
      const load = size / (counts[i] ?? 1);
      if (best < 0 || load > (bytes[best] ?? 0) / (counts[best] ?? 1)) best = i;
    }
    if (best < 0) break;
    counts[best] = (counts[best] ?? 0) + 1;
  }
  return counts;
}

/** Half-open ranges of row groups: each cut lies at the row group boundary nearest to its even share of bytes. */
function cutObject(object: InspectedObject, count: number): [start: number, end: number][] {
  const sizes = object.footer.rowGroups.map((group) => group.sizeBytes);
  const total = sizes.reduce((sum, size) => sum + size, 0);
  const ranges: [number, number][] = [];
  let start = 0;
  let end = 0;
  let seen = 0;
  for (let part = 1; part <= count; part += 1) {
    const target = (total * part) / count;
    const last = sizes.length - (count - part);
    do {
      seen += sizes[end] ?? 0;
      end += 1;
    } while (end < last && (part === count || seen + (sizes[end] ?? 0) / 2 <= target));
    ranges.push([start, end]);
    start = end;
  }
  return ranges;
}
