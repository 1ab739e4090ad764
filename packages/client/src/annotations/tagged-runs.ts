/**
 * Responsible for the list of runs that have a tag, the latest first, by the page: the work is that of a page, however many there are.
 * Leaves to others: lists without one (run-page.ts, run-listing.ts).
 */
import { cursorOf, grouped, mapBounded, placeOf, type Store } from '@espalier/store';
import { recordedRun } from '@espalier/triggers';
import type { Client } from '@temporalio/client';
import { listingsOf, type RunListing, recordedListing, withRetries } from '../run-listing.js';
import type { RunPage } from '../run-page.js';
import type { RunQuery } from '../run-query.js';
import type { Tag } from './annotation-rules.js';
import { readAnnotations } from './kept-annotations.js';
import { type TagEntry, taggedEntries } from './tag-index.js';

export type { Tag };

const lookedAtTogether = 50;
const readsAtOnce = 16;
/** Entries that a page looks at before it ends, full or not: other filters may leave out most. */
const mostLookedAt = 1_000;

/** @throws EspalierError `request.invalid` for a cursor of another query */
export async function taggedPage(
  { temporal, store }: { readonly temporal: Client; readonly store: Store },
  tag: Tag,
  { cursor, ...query }: RunQuery,
): Promise<RunPage> {
  const asked = JSON.stringify([
    tag,
    query.pipeline,
    query.status,
    query.sinceMs,
    query.trigger,
    query.beforeMs,
  ]);
  const after = cursor === undefined ? null : placeOf(asked, cursor).toString();
  const runs: RunListing[] = [];
  let looked = 0;
  let last: string | null = null;
  for await (const entries of grouped(taggedEntries(store, tag, after), lookedAtTogether)) {
    const listings = await listed({ temporal, store }, tag, entries);
    for (const [index, { mark }] of entries.entries()) {
      const run = listings[index] ?? null;
      last = mark;
      if (run !== null && isAsked(run, query)) runs.push(run);
      if (runs.length === query.pageSize) break;
    }
    looked += entries.length;
    if (runs.length === query.pageSize || looked >= mostLookedAt) break;
    last = null;
  }
  return {
    runs: await withRetries(temporal, runs),
    nextCursor: last === null ? null : cursorOf(asked, last),
  };
}

/** The latest of them, in as many pages as that takes. */
export async function taggedRuns(
  access: Parameters<typeof taggedPage>[0],
  { tag, limit, pipeline }: { readonly tag: Tag; readonly limit: number; readonly pipeline?: string },
): Promise<readonly RunListing[]> {
  const runs: RunListing[] = [];
  let cursor: string | null | undefined;
  while (runs.length < limit && cursor !== null) {
    const page = await taggedPage(access, tag, { pageSize: limit - runs.length, pipeline, cursor });
    runs.push(...page.runs);
    cursor = page.nextCursor;
  }
  return runs;
}

function isAsked(
  { runId, pipeline, status, trigger, startedAtMs }: RunListing,
  asked: Omit<RunQuery, 'cursor'>,
): boolean {
  return (
    (asked.pipeline === undefined || pipeline === asked.pipeline) &&
    (asked.status === undefined || status === asked.status) &&
    (asked.trigger === undefined || trigger === asked.trigger) &&
    (asked.find === undefined || runId.startsWith(asked.find)) &&
    (asked.sinceMs === undefined || startedAtMs >= asked.sinceMs) &&
    (asked.beforeMs === undefined || startedAtMs < asked.beforeMs)
  );
}

/** Each as Temporal knows it, or else S3; null where it has the tag no more, or nobody knows it. */
async function listed(
  { temporal, store }: { readonly temporal: Client; readonly store: Store },
  { key, value }: Tag,
  entries: readonly TagEntry[],
): Promise<readonly (RunListing | null)[]> {
  const tags = await mapBounded(entries, readsAtOnce, async ({ runId }) => {
    const own = (await readAnnotations(store, runId)).tags;
    return Object.hasOwn(own, key) && own[key] === value ? own : null;
  });
  const having = entries.filter((_, index) => tags[index] !== null).map(({ runId }) => runId);
  const known = new Map((await listingsOf(temporal, having)).map((run) => [run.runId, run]));
  return mapBounded([...entries.keys()], readsAtOnce, async (index) => {
    const { runId } = entries[index] as TagEntry;
    const own = tags[index] ?? null;
    if (own === null) return null;
    const recorded = known.has(runId) ? null : await recordedRun(store, runId);
    const run = known.get(runId) ?? (recorded && recordedListing(recorded));
    return run == null ? null : { ...run, tags: own };
  });
}
