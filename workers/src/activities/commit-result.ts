/** Responsible for publishing a stage's result: the manifest, then the cache's entry and what its key was made of. */
import type { ManifestRef, StageName } from '@espalier/domain';
import { stageDeclarations } from '@espalier/spec/stages';
import { commitStage, openStage, writeCache, writeLatestComponents } from '@espalier/store';
import type { StageContext } from '@espalier/workflows';
import { allInputManifests } from '../stages/input-manifests.js';
import type { StageResult } from '../stages/stage-computing.js';
import { roleOf } from '../stages/stage-environment.js';
import { stageKeyComponents } from '../stages/stage-key-components.js';
import { environmentForKey, hasOwnCode } from '../stages/stage-pool.js';
import type { StageServices } from '../stages/stage-services.js';
import { readStoredSpec } from '../stages/stored-spec.js';
import { historyOf } from './resolve-stage.js';

/**
 * A result that workers of another build of the code than this orchestrator's made is the run's, but no later one is to be told it: who
 * worked out its key, and who commits it, had different code.
 * @throws EspalierError `store.fenced` when a newer attempt has taken over, `store.nondeterministic`
 */
export async function commitResult<S extends StageName>(
  services: StageServices,
  context: StageContext & { readonly stage: S },
  { parts, body, measured }: StageResult<S>,
): Promise<ManifestRef> {
  const { store } = services;
  const attempt = await openStage(store, context);
  const environment = await environmentForKey(services, context.stage, context.fingerprint);
  const isOwnCode = await madeByOwnCode(services, context);
  const result = { key: context.key, parts, body, environment, ...(measured && { measured }) };
  const ref = await commitStage(store, attempt, result);
  if (stageDeclarations[context.stage].isNeverCached) return ref;
  if (!isOwnCode) {
    const { runId, stage } = context;
    services.logger.warn({ runId, stage }, 'not cached: made by another build of the code than commits it');
    return ref;
  }
  const { spec } = await readStoredSpec(store, context.spec);
  const inputs = await allInputManifests(store, context.inputs);
  const components = stageKeyComponents(context, spec, inputs, services.code, environment);
  const manifest = { stage: context.stage, ...result, run: context.runId };
  await writeCache(store, manifest, components.inputs);
  await writeLatestComponents(store, historyOf(context), components);
  return ref;
}

async function madeByOwnCode(
  services: StageServices,
  { stage, fingerprint }: StageContext,
): Promise<boolean> {
  const role = roleOf(stage);
  if (role === null) return true;
  // An earlier version told no fingerprint, and worked out the key by its own code.
  return (
    fingerprint !== undefined && hasOwnCode(services, role, await services.environments.read(fingerprint))
  );
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
