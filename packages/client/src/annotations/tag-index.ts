/**
 * Responsible for finding runs by a tag: an entry in S3 for each run that has it, the latest run first.
 * Leaves to others: whether a run still has it, which its own record says: an entry may be left over, and none lacks.
 */
import { randomUUID } from 'node:crypto';
import { runNamed } from '@espalier/domain';
import { digestHex, digestOfJson, type Store } from '@espalier/store';
import type { Tag } from './annotation-rules.js';

export interface TagEntry {
  readonly runId: string;
  /** Orders the entries of a tag. */
  readonly mark: string;
}

/** Values may have any characters and lengths that keys have no room for. */
const valueDigits = 32;
/** Beyond all times: what is subtracted from it is the smaller the later it is. */
const endOfTimeMs = 8_640_000_000_000_000;
const markDigits = 16;

function prefixOf({ key, value }: Tag): string {
  return `tags/${key}/${digestHex(digestOfJson(value)).slice(0, valueDigits)}/`;
}

function markOf(runId: string): string {
  const startedAtMs = runNamed(runId)?.startedAtMs ?? 0;
  return `${String(endOfTimeMs - startedAtMs).padStart(markDigits, '0')}-${runId}`;
}

const suffix = '.json';
const entryKey = (tag: Tag, runId: string) => `${prefixOf(tag)}${markOf(runId)}${suffix}`;

/** Each time another object: what was there before is not taken for this one. */
export async function addToIndex(store: Store, tag: Tag, runId: string): Promise<void> {
  await store.putJson(entryKey(tag, runId), { written: randomUUID() });
}

/** Of the entry as it is, for `removeFromIndex`; null where there is none. */
export async function entryEtag(store: Store, tag: Tag, runId: string): Promise<string | null> {
  return (await store.headObject(entryKey(tag, runId)))?.etag ?? null;
}

/** Leaves an entry that was written after this etag was taken. */
export async function removeFromIndex(store: Store, tag: Tag, runId: string, etag: string): Promise<void> {
  await store.deleteIfMatch(entryKey(tag, runId), etag);
}

/** Runs that may have the tag, the latest first. @param after mark of the entry to go on after */
export async function* taggedEntries(store: Store, tag: Tag, after: string | null): AsyncGenerator<TagEntry> {
  const prefix = prefixOf(tag);
  const start = after === null ? undefined : `${prefix}${after}${suffix}`;
  for await (const { key } of store.walk(prefix, start)) {
    const mark = key.slice(prefix.length, -suffix.length);
    yield { mark, runId: mark.slice(markDigits + 1) };
  }
}
