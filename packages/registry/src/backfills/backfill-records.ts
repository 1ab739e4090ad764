/**
 * Responsible for backfills in S3: what was asked for, the partitions of each round, and what became of each, as one small object a partition
 * whose name says it. Nothing is ever changed, so that any process may die at any moment.
 * Leaves to others: running them (workflows).
 */
import type {
  BackfillRecord,
  BackfillStatus,
  EndedPartition,
  PartitionOutcome,
  SerializedError,
} from '@espalier/domain';
import { backfillOrders, partitionOutcomes, reprocessChoices } from '@espalier/domain';
import { type AskedPage, cursorOf, mapBounded, type Page, placeOf, type Store } from '@espalier/store';
import { z } from 'zod';
import { numberedKey } from '../numbered-key.js';
import { readRecord } from '../records.js';

const root = 'backfills/';
const readsAtOnce = 16;
const noRun = '-';

const count = z.int().min(0);
const recordSchema: z.ZodType<BackfillRecord> = z.object({
  id: z.string(),
  request: z.object({
    pipeline: z.string(),
    version: z.int(),
    from: z.string(),
    to: z.string(),
    limit: z.int().min(1),
    order: z.enum(backfillOrders),
    reprocess: z.enum(['undone', ...reprocessChoices]),
    stopOnFailure: z.boolean(),
  }),
  cost: z.object({
    toRun: count,
    skipped: count,
    absent: z.array(z.string()),
    run: z
      .object({ runs: count, medianSeconds: z.number(), lowSeconds: z.number(), highSeconds: z.number() })
      .nullable(),
    expectedSeconds: z.number().nullable(),
  }),
  by: z.string(),
  reason: z.string(),
  at: z.iso.datetime(),
});

const roundSchema = z.object({ labels: z.array(z.string()), by: z.string(), at: z.iso.datetime() });
export type BackfillRound = z.infer<typeof roundSchema>;

const endSchema = z.object({ status: z.enum(['succeeded', 'failed', 'cancelled']), at: z.iso.datetime() });

const folder = (id: string) => `${root}${id}/`;
const recordKey = (id: string) => `${folder(id)}request.json`;
const roundKey = (id: string, round: number) => numberedKey(`${folder(id)}rounds/`, round);
const endKey = (id: string, round: number) => numberedKey(`${folder(id)}ends/`, round);
const outcomesPrefix = (id: string) => `${folder(id)}outcomes/`;

export async function writeBackfill(store: Store, record: BackfillRecord): Promise<void> {
  await store.putJson(recordKey(record.id), record);
}

/** Null where there is none. @throws EspalierError `registry.unreadable-record` */
export function readBackfill(store: Store, id: string): Promise<BackfillRecord | null> {
  return readRecord(store, recordKey(id), recordSchema);
}

/**
 * By when they were begun, the last one first. The names of all are listed, a thousand in a request, and only a page's records are read.
 * @throws EspalierError `request.invalid` for a cursor of another list
 */
export async function listBackfills(
  store: Store,
  { limit, cursor }: AskedPage,
): Promise<Page<BackfillRecord>> {
  const last = cursor === undefined ? null : placeOf(root, cursor).toString();
  const places = (await store.listFolders(root))
    .map((each) => placeOfId(each.slice(root.length, -1)))
    .filter((place) => last === null || place < last)
    .sort()
    .reverse();
  const shown = places.slice(0, limit);
  const read = await mapBounded(shown, readsAtOnce, (place) => readBackfill(store, idOfPlace(place)));
  const end = shown.at(-1);
  return {
    items: read.filter((record) => record !== null),
    nextCursor: places.length > limit && end !== undefined ? cursorOf(root, end) : null,
  };
}

/** An ID ends in its moment. */
const momentLength = '20261128-000000-aaaa'.length;

function placeOfId(id: string): string {
  return `${id.slice(-momentLength)} ${id}`;
}

function idOfPlace(place: string): string {
  return place.slice(momentLength + 1);
}

/** @returns false where somebody else has begun this round */
export async function addRound(
  store: Store,
  id: string,
  round: number,
  content: BackfillRound,
): Promise<boolean> {
  return (await store.putIfNoneMatch(roundKey(id, round), content)) !== null;
}

export async function lastRound(store: Store, id: string): Promise<number> {
  return (await store.list(`${folder(id)}rounds/`)).length;
}

export async function readRound(store: Store, id: string, round: number): Promise<BackfillRound> {
  const read = await readRecord(store, roundKey(id, round), roundSchema);
  if (read === null) throw new RangeError(`backfill ${id} has no round ${round}`);
  return read;
}

export async function writeRoundEnd(
  store: Store,
  id: string,
  round: number,
  status: Exclude<BackfillStatus, 'running'>,
): Promise<void> {
  await store.putIfNoneMatch(endKey(id, round), { status, at: new Date().toISOString() });
}

/** Null where the round has not ended, or was ended from outside. */
export async function roundEnd(store: Store, id: string, round: number): Promise<BackfillStatus | null> {
  return (await readRecord(store, endKey(id, round), endSchema))?.status ?? null;
}

export async function writeOutcome(
  store: Store,
  id: string,
  round: number,
  { label, outcome, runId, problem }: EndedPartition,
): Promise<void> {
  const name = `${label}/${String(round).padStart(8, '0')}/${outcome}/${runId ?? noRun}`;
  await store.putIfNoneMatch(`${outcomesPrefix(id)}${name}`, { problem });
}

/** The last outcome of each partition, by its label. */
export async function readOutcomes(
  store: Store,
  id: string,
): Promise<ReadonlyMap<string, Omit<EndedPartition, 'problem'> & { readonly key: string }>> {
  const prefix = outcomesPrefix(id);
  const last = new Map<string, Omit<EndedPartition, 'problem'> & { readonly key: string }>();
  // By label and round in order, so that the last one stays.
  for await (const { key } of store.walk(prefix)) {
    const [label = '', , outcome = '', runId = noRun] = key.slice(prefix.length).split('/');
    if (!isOutcome(outcome)) continue;
    last.set(label, { label, outcome, runId: runId === noRun ? null : runId, key });
  }
  return last;
}

/** Why no run was started for them. */
export async function readProblems(
  store: Store,
  keys: readonly string[],
): Promise<readonly (SerializedError | null)[]> {
  return mapBounded(keys, readsAtOnce, async (key) => {
    const stored = (await store.getJson(key))?.value as { problem?: SerializedError | null } | undefined;
    return stored?.problem ?? null;
  });
}

function isOutcome(text: string): text is PartitionOutcome {
  return (partitionOutcomes as readonly string[]).includes(text);
}
