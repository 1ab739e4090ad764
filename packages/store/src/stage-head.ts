/**
 * The head of a run's stage: which attempt may publish, and what it has published. It moves only by conditional write,
 * and never back to an older attempt. Leaves to others: what a commit writes before it moves the head.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { canonicalJson, EspalierError, type Fingerprint, type StageName, stageNames } from '@espalier/domain';
import { z } from 'zod';
import { mapBounded } from './bounded-parallel.js';
import { isDigest } from './digest.js';
import type { Store } from './store.js';

const maxTurns = 200;
const maxPauseMs = 50;

export const digestSchema = z.custom<`sha256:${string}`>(isDigest, 'expected a SHA-256 digest');

const artifactSchema = z.object({
  key: z.string(),
  digest: digestSchema,
  sizeBytes: z.number().int().nonnegative(),
});

export const partSchema = artifactSchema.extend({ name: z.string() });

const checkpointPointerSchema = artifactSchema.extend({ step: z.number().int() });

const headSchema = z.object({
  token: z.number().int(),
  /** Rises with every move, so that no two states of a head have the same bytes (and etag). */
  sequence: z.number().int(),
  manifest: artifactSchema.extend({ stage: z.enum(stageNames) }).nullable(),
  checkpoint: checkpointPointerSchema.nullable(),
  /** Of ranks that save by themselves, by rank, beside rank 0's. */
  rankCheckpoints: z.record(z.string(), checkpointPointerSchema).optional(),
});
export type CheckpointPointer = z.infer<typeof checkpointPointerSchema>;
export type StageHead = z.infer<typeof headSchema>;

export interface StageId {
  readonly runId: string;
  readonly stage: StageName;
  /** Tells the run's instances of a stage apart, and names their keys; without, the stage's name does. */
  readonly instance?: string | undefined;
  /** Of the workers that do it: what others saved on the way is not for them. */
  readonly fingerprint?: Fingerprint | undefined;
}

/** One try at a stage. Plain data: two processes that build it from the same IDs are the same attempt. */
export interface StageAttempt extends StageId {
  /** A higher token takes over from a lower. */
  readonly token: number;
  /** Key prefix of what this attempt alone writes, ending in `/`. */
  readonly prefix: string;
}

/** Names an attempt without touching S3: for ranks that work under one opened elsewhere. */
export function stageAttempt({
  runId,
  stage,
  instance = stage,
  fingerprint,
  token,
}: StageId & { readonly token: number }): StageAttempt {
  const prefix = `runs/${runId}/${instance}/attempt-${token}/`;
  return { runId, stage, instance, token, prefix, ...(fingerprint && { fingerprint }) };
}

function headKey({ runId, stage, instance = stage }: StageId): string {
  return `runs/${runId}/${instance}/head.json`;
}

async function readStored(store: Store, key: string): Promise<{ head: StageHead; etag: string } | null> {
  const stored = await store.getJson(key);
  if (stored === null) return null;
  const parsed = headSchema.safeParse(stored.value);
  if (!parsed.success) {
    throw new EspalierError('store.corrupt', `${store.uri(key)} is not a stage's head.`, {
      details: { key },
    });
  }
  return { head: parsed.data, etag: stored.etag };
}

/** The head as it is now, or null where the stage was never opened. */
export async function readHead(store: Store, id: StageId): Promise<StageHead | null> {
  return (await readStored(store, headKey(id)))?.head ?? null;
}

const headsAtOnce = 16;

/** The heads of all instances of a run that were ever opened, by ID, sorted. */
export async function readHeads(store: Store, runId: string): Promise<(readonly [string, StageHead])[]> {
  const folders = await store.listFolders(`runs/${runId}/`);
  const found = await mapBounded(folders, headsAtOnce, async (folder) => {
    const stored = await readStored(store, `${folder}head.json`);
    const instance = folder.slice(`runs/${runId}/`.length, -1);
    return stored === null ? [] : [[instance, stored.head] as const];
  });
  return found.flat();
}

/**
 * Moves the head under the attempt's token, again and again until this writer gets its turn. A move that is already in
 * place (the answer to an earlier write was lost) is left as it is.
 * @param change of the head as it is when the turn comes
 * @returns the head before the move (null: there was none).
 * @throws EspalierError `store.fenced` when a newer attempt holds the head; `store.contended`.
 */
export async function moveHead(
  store: Store,
  attempt: StageAttempt,
  change: (before: StageHead) => Partial<Pick<StageHead, 'manifest' | 'checkpoint' | 'rankCheckpoints'>>,
): Promise<StageHead | null> {
  const key = headKey(attempt);
  for (let turn = 0; turn < maxTurns; turn++) {
    const stored = await readStored(store, key);
    if (stored !== null && stored.head.token > attempt.token) {
      throw new EspalierError(
        'store.fenced',
        `Attempt ${attempt.token} of stage ${attempt.instance ?? attempt.stage} may not publish: attempt ${stored.head.token} has taken over.`,
        {
          details: {
            runId: attempt.runId,
            stage: attempt.instance ?? attempt.stage,
            token: attempt.token,
            head: stored.head.token,
          },
        },
      );
    }
    const before = stored?.head ?? { token: attempt.token, sequence: 0, manifest: null, checkpoint: null };
    const after = { ...before, ...change(before), token: attempt.token };
    if (stored !== null && canonicalJson(after) === canonicalJson(before)) return stored.head;
    const written =
      stored === null
        ? await store.putIfNoneMatch(key, after)
        : await store.putIfMatch(key, { ...after, sequence: before.sequence + 1 }, stored.etag);
    if (written !== null) return stored?.head ?? null;
    await sleep(Math.random() * maxPauseMs);
  }
  throw new EspalierError('store.contended', `${store.uri(key)} kept moving through ${maxTurns} tries.`, {
    details: { key },
  });
}
