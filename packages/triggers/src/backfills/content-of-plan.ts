/** Responsible for which content of its partition a run has planned. Leaves to others: how contents are called (present-contents.ts). */
import type { ManifestRef } from '@espalier/domain';
import { readManifest, type Store } from '@espalier/store';
import { z } from 'zod';
import { plannedContent } from './present-contents.js';

/** Of the stored pipeline what says of which contents a plan tells. */
const sourceSchema = z.object({
  spec: z.object({ source: z.object({ partitions: z.unknown().optional() }) }),
});

/** @param plan of the run; without one it has not come so far, and null is told, as by `plannedContent` @throws EspalierError `store.*` */
export async function contentOfPlan(
  store: Store,
  { runId, label }: { readonly runId: string; readonly label: string },
  plan: ManifestRef | null | undefined,
): Promise<string | null> {
  if (plan == null) return null;
  const stored = sourceSchema.parse((await store.getJson(`runs/${runId}/spec.json`))?.value);
  const { body } = await readManifest(store, { ...plan, stage: 'plan' });
  return plannedContent(stored.spec, label, body.partitions ?? []);
}
