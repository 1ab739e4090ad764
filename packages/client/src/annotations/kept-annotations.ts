/**
 * Responsible for tags and notes of a run as S3 has them, changed by conditional write, so that of many who change them at once nobody's change is lost.
 * Leaves to others: what may be said (annotation-rules.ts), finding runs by their tags (tag-index.ts).
 */
import { EspalierError, type RunAnnotations, runAnnotationsKey } from '@espalier/domain';
import { changeJson, type Store, type StoredJson } from '@espalier/store';
import { z } from 'zod';

const annotationsSchema = z.object({
  tags: z.record(z.string(), z.string()),
  notes: z.array(z.object({ text: z.string(), by: z.string(), at: z.string() })),
});

const none: RunAnnotations = { tags: {}, notes: [] };
export async function readAnnotations(store: Store, runId: string): Promise<RunAnnotations> {
  const key = runAnnotationsKey(runId);
  return annotationsOf(store, key, await store.getJson(key));
}

function annotationsOf(store: Store, key: string, stored: StoredJson | null): RunAnnotations {
  if (stored === null) return none;
  const { data } = annotationsSchema.safeParse(stored.value);
  if (data !== undefined) return data;
  throw new EspalierError('store.corrupt', `${store.uri(key)} holds no tags and notes of a run.`, {
    details: { key },
  });
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
  let before = none;
  const after = await changeJson(store, key, (stored) => {
    before = annotationsOf(store, key, stored);
    return change(before);
  });
  return { before, after };
}
