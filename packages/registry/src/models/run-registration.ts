/**
 * Responsible for what a run has registered, asked from the run's side: its pipeline, as recorded, names the model, and the model has a
 * record of each run. Three reads, however many models and versions there are. Leaves to others: what a version was made of.
 */
import {
  type ModelAlias,
  modelAliases,
  modelNamePattern,
  standingOf,
  type VersionStanding,
} from '@espalier/domain';
import type { Store } from '@espalier/store';
import { z } from 'zod';
import { readAliases, registeredVersion } from './model-log.js';

export interface RunRegistration {
  /** That the run's pipeline names; null where it names none. */
  readonly model: string | null;
  /** Null where the run has registered none, or none yet. */
  readonly version: RegisteredVersion | null;
}

interface RegisteredVersion {
  readonly number: number;
  /** What the model calls it now; null where it is none of these. */
  readonly alias: ModelAlias | null;
  readonly standing: VersionStanding;
}

const recordedSchema = z.object({
  spec: z.object({ publish: z.object({ model: z.string().regex(modelNamePattern) }).optional() }),
});

/**
 * Null where nobody keeps the run's pipeline: it may have registered something, then, or not.
 * @throws EspalierError `registry.unreadable-record`
 */
export async function registeredBy(store: Store, runId: string): Promise<RunRegistration | null> {
  const recorded = recordedSchema.safeParse((await store.getJson(`runs/${runId}/spec.json`))?.value);
  if (!recorded.success) return null;
  const model = recorded.data.spec.publish?.model ?? null;
  if (model === null) return { model, version: null };
  const [number, state] = await Promise.all([
    registeredVersion(store, model, runId),
    readAliases(store, model),
  ]);
  // A version is there when the aliases say so.
  if (number === null || state === null || number > state.versions) return { model, version: null };
  const alias = modelAliases.find((each) => state[each] === number) ?? null;
  return { model, version: { number, alias, standing: standingOf(state, number) } };
}
