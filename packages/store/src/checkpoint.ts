/**
 * Checkpoints inside a stage: parts, then the checkpoint's manifest, then the head's pointer to it, so that a reader
 * never meets half of one. Leaves to others: what the parts hold, and when to take one.
 */
import { EspalierError, type Fingerprint, type PartRef } from '@espalier/domain';
import { z } from 'zod';
import { mapBounded } from './bounded-parallel.js';
import { hasCode } from './s3-failure.js';
import {
  type CheckpointPointer,
  digestSchema,
  moveHead,
  partSchema,
  readHead,
  type StageAttempt,
  type StageHead,
  type StageId,
} from './stage-head.js';
import { encodeJson, type Store } from './store.js';

const checkpointSchema = z.object({
  step: z.number().int().nonnegative(),
  parts: z.array(partSchema),
  meta: z.unknown(),
  fingerprint: digestSchema.optional(),
});

export interface StoredCheckpoint {
  readonly step: number;
  readonly parts: readonly PartRef[];
  /** As it was given to `commitCheckpoint`. */
  readonly meta: unknown;
  /** Of the workers that saved it; absent in what earlier versions did. */
  readonly fingerprint?: Fingerprint | undefined;
}

export interface NewCheckpoint {
  readonly step: number;
  readonly parts: readonly {
    readonly name: string;
    /** A function is called when the part's turn comes, so that few parts are in memory at once. */
    readonly bytes: Uint8Array | (() => Uint8Array);
  }[];
  /** Small and JSON. */
  readonly meta: unknown;
  /** Whose checkpoint it is, where each rank saves its own. Default 0, who saves for all where one does. */
  readonly rank?: number;
}

/** Parts that are on their way at once: enough for the speed of a network, few enough for the memory. */
const partsInFlight = 4;

async function load(store: Store, pointer: CheckpointPointer): Promise<StoredCheckpoint> {
  const parsed = checkpointSchema.safeParse(await store.getVerifiedJson(pointer));
  if (!parsed.success) {
    throw new EspalierError('store.corrupt', `${store.uri(pointer.key)} is not a checkpoint.`, {
      details: { key: pointer.key, step: pointer.step },
    });
  }
  return parsed.data;
}

/**
 * Frees what a checkpoint that no head names any more holds by itself. Best effort: what stays behind costs only space. What it shares
 * with the next is of the same attempt and rank, whose only writer this is.
 */
async function discard(store: Store, pointer: CheckpointPointer, next: StoredCheckpoint): Promise<void> {
  try {
    const { parts } = await load(store, pointer);
    const kept = new Set(next.parts.map(({ key }) => key));
    const alone = parts.filter(({ key }) => !kept.has(key));
    await mapBounded(alone, partsInFlight, (part) => store.deleteObject(part.key));
    await store.deleteObject(pointer.key);
  } catch {
    // The commit that replaced it stands, whatever happens here.
  }
}

/**
 * Saves a checkpoint; it becomes the latest only when all of it is in S3, and only then the one before is removed.
 * Steps rise within an attempt. Ranks may save theirs at once.
 * @throws EspalierError `store.fenced` when a newer attempt has taken over.
 */
export async function commitCheckpoint(
  store: Store,
  attempt: StageAttempt,
  checkpoint: NewCheckpoint,
): Promise<StoredCheckpoint> {
  const { step, meta, rank = 0 } = checkpoint;
  const { fingerprint } = attempt;
  // Not among the objects that all share: these come every few seconds, and go as soon as the next is there, which is the same rank's.
  const prefix = `${attempt.prefix}checkpoints/${rank === 0 ? '' : `rank-${rank}/`}`;
  const parts = await mapBounded(checkpoint.parts, partsInFlight, async ({ name, bytes }) => {
    const content = typeof bytes === 'function' ? bytes() : bytes;
    return { ...(await store.putOwnContent(prefix, content)), name };
  });
  const stored: StoredCheckpoint = { step, parts, meta, ...(fingerprint && { fingerprint }) };
  const ref = await store.putOwnContent(prefix, encodeJson(stored));
  const pointer = { ...ref, step };
  const before = await moveHead(store, attempt, ({ rankCheckpoints }) =>
    rank === 0 ? { checkpoint: pointer } : { rankCheckpoints: { ...rankCheckpoints, [rank]: pointer } },
  );
  const previous = before === null ? null : pointerOf(before, rank);
  if (previous !== null && previous.key !== ref.key) await discard(store, previous, stored);
  return stored;
}

function pointerOf({ checkpoint, rankCheckpoints }: StageHead, rank: number): CheckpointPointer | null {
  return rank === 0 ? checkpoint : (rankCheckpoints?.[rank] ?? null);
}

/** Whose checkpoints a head may name. */
function ranksOf({ rankCheckpoints = {} }: StageHead): number[] {
  return [0, ...Object.keys(rankCheckpoints).map(Number)];
}

/**
 * The latest whole checkpoint of a run's stage, whichever attempt wrote it, or null; also where other workers than the stage's did.
 * @param rank whose, where each saves its own
 */
export async function latestCheckpoint(
  store: Store,
  id: StageId,
  rank = 0,
): Promise<StoredCheckpoint | null> {
  return latestOf(store, id, rank, await readHead(store, id));
}

/** The same of all ranks that have saved one, in no order. */
export async function latestCheckpoints(store: Store, id: StageId): Promise<StoredCheckpoint[]> {
  const head = await readHead(store, id);
  if (head === null) return [];
  const found = await mapBounded(ranksOf(head), partsInFlight, (rank) => latestOf(store, id, rank, head));
  return found.filter((checkpoint) => checkpoint !== null);
}

/** @param head as it was a moment ago */
async function latestOf(
  store: Store,
  id: StageId,
  rank: number,
  head: StageHead | null,
): Promise<StoredCheckpoint | null> {
  let pointer = head === null ? null : pointerOf(head, rank);
  for (let missed: string | null = null; pointer !== null; ) {
    try {
      const found = await load(store, pointer);
      // What an earlier version saved was made by its code.
      const isOthers = id.fingerprint !== undefined && found.fingerprint !== id.fingerprint;
      return isOthers ? null : found;
    } catch (error) {
      const replaced = hasCode(error, 'store.not-found') && pointer.key !== missed;
      if (!replaced) throw error;
      // A newer one may have taken its place between the two reads.
      missed = pointer.key;
      const now = await readHead(store, id);
      pointer = now === null ? null : pointerOf(now, rank);
    }
  }
  return null;
}

/** Names the latest checkpoints of a run's stage that S3 has, for whoever keeps them beyond the run: by rank, where each saved its own; else under 0. */
export async function savedCheckpoints(
  store: Store,
  id: StageId,
): Promise<ReadonlyMap<number, CheckpointPointer>> {
  const head = await readHead(store, id);
  if (head === null) return new Map();
  const found = await mapBounded(ranksOf(head), partsInFlight, async (rank) => {
    const pointer = pointerOf(head, rank);
    const isThere = pointer !== null && (await store.headObject(pointer.key)) !== null;
    return isThere ? [[rank, pointer] as const] : [];
  });
  return new Map(found.flat());
}

/**
 * Downloads a checkpoint's parts, several at once, and hands each over as soon as it is here and verified, in any order.
 * @throws EspalierError `store.corrupt` and `store.not-found` with the part's key, `store.unreachable`; what `receive` throws.
 */
export async function readCheckpointParts(
  store: Store,
  { parts }: StoredCheckpoint,
  receive: (name: string, bytes: Uint8Array) => void,
): Promise<void> {
  await mapBounded(parts, partsInFlight, async (part) => receive(part.name, await store.getBytes(part)));
}
