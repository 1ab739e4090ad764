/**
 * Responsible for tags and notes of a run as S3 has them, changed by conditional write, so that of many who change them at once nobody's change is lost.
 * Leaves to others: what may be said (annotation-rules.ts), finding runs by their tags (tag-index.ts).
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { EspalierError, type RunAnnotations, runAnnotationsKey } from '@espalier/domain';
import type { Store } from '@espalier/store';
import { z } from 'zod';

const annotationsSchema = z.object({
  tags: z.record(z.string(), z.string()),
  notes: z.array(z.object({ text: z.string(), by: z.string(), at: z.string() })),
});

const none: RunAnnotations = { tags: {}, notes: [] };
const mostTurns = 50;
const longestPauseMs = 50;

async function readStored(store: Store, runId: string) {
  const key = runAnnotationsKey(runId);
  const stored = await store.getJson(key);
  if (stored === null) return { annotations: none, etag: null };
  const { data } = annotationsSchema.safeParse(stored.value);
  if (data !== undefined) return { annotations: data, etag: stored.etag };
  throw new EspalierError('store.corrupt', `${store.uri(key)} holds no tags and notes of a run.`, {
    details: { key },
  });
}

export async function readAnnotations(store: Store, runId: string): Promise<RunAnnotations> {
  return (await readStored(store, runId)).annotations;
}

/**
 * @param change gives what is to be there of what is there; it may be asked again, also where it was done and the answer was lost
 * @returns what was there before and is there now
 * @throws EspalierError `store.contended`, and what `change` throws
 */
export async function changeAnnotations(
  store: Store,
  runId: string,
  change: (before: RunAnnotations) => RunAnnotations | Promise<RunAnnotations>,
): Promise<{ readonly before: RunAnnotations; readonly after: RunAnnotations }> {
  const key = runAnnotationsKey(runId);
  for (let turn = 0; turn < mostTurns; turn += 1) {
    const { annotations: before, etag } = await readStored(store, runId);
    const after = await change(before);
    const written =
      etag === null ? await store.putIfNoneMatch(key, after) : await store.putIfMatch(key, after, etag);
    if (written !== null) return { before, after };
    await sleep(Math.random() * longestPauseMs);
  }
  throw new EspalierError('store.contended', `${store.uri(key)} kept changing through ${mostTurns} tries.`, {
    details: { key },
  });
}
