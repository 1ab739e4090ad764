/** Responsible for publishing a stage's result: the manifest, then the cache's entry and what its key was made of. */
import type { ManifestRef, PartRef, StageBodies, StageMeasurements, StageName } from '@espalier/domain';
import { commitStage, openStage, writeCache, writeLatestComponents } from '@espalier/store';
import type { StageContext } from '@espalier/workflows';
import { allInputManifests } from '../stages/input-manifests.js';
import { stageKeyComponents } from '../stages/stage-key-components.js';
import { environmentForKey } from '../stages/stage-pool.js';
import type { StageServices } from '../stages/stage-services.js';
import { readStoredSpec } from '../stages/stored-spec.js';
import { historyOf } from './resolve-stage.js';

/** @throws EspalierError `store.fenced` when a newer attempt has taken over, `store.nondeterministic` */
export async function commitResult<S extends StageName>(
  services: StageServices,
  context: StageContext & { readonly stage: S },
  parts: readonly PartRef[],
  body: StageBodies[S],
  measured?: StageMeasurements,
): Promise<ManifestRef> {
  const { store } = services;
  const attempt = await openStage(store, context);
  const environment = await environmentForKey(services, context.stage, context.fingerprint);
  const result = { key: context.key, parts, body, environment, ...(measured && { measured }) };
  const ref = await commitStage(store, attempt, result);
  const { spec } = await readStoredSpec(store, context.spec);
  const inputs = await allInputManifests(store, context.inputs);
  const components = stageKeyComponents(context.stage, spec, inputs, services.code, environment);
  const manifest = { stage: context.stage, ...result, run: context.runId };
  await writeCache(store, manifest, components.inputs);
  await writeLatestComponents(store, historyOf(context), components);
  return ref;
}

/** The context, known to be of this stage; a workflow that calls the wrong activity is a fault. */
export function ofStage<S extends StageName>(
  context: StageContext,
  stage: S,
): StageContext & { readonly stage: S } {
  if (context.stage !== stage)
    throw new RangeError(`an activity of stage ${stage} was called by ${context.stage}`);
  return { ...context, stage };
}
