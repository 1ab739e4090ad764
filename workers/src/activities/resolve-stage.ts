/** Responsible for a stage's key and whether the cache holds its result, with the reason in words. */
import type { CacheVerdict, StageManifest } from '@espalier/domain';
import { shardsOf, stageDeclarations } from '@espalier/spec/stages';
import { explainMiss, readCache, readLatestComponents, stageKey } from '@espalier/store';
import type { StageInput, StageResolution } from '@espalier/workflows';
import { allInputManifests } from '../stages/input-manifests.js';
import { slotsOf } from '../stages/stage-environment.js';
import { stageKeyComponents } from '../stages/stage-key-components.js';
import { choosePoolFor, environmentForKey } from '../stages/stage-pool.js';
import type { StageServices } from '../stages/stage-services.js';
import { readStoredSpec } from '../stages/stored-spec.js';

export async function resolveStage(services: StageServices, input: StageInput): Promise<StageResolution> {
  const { store, code } = services;
  const { stage } = input;
  const { spec } = await readStoredSpec(store, input.spec);
  const manifests = await allInputManifests(store, input.inputs);
  const pool = await choosePoolFor(services, stage, spec, historyOf(input));
  if (pool !== null) await services.environments.keep(pool);
  const workers = {
    ...(pool === null ? {} : { fingerprint: pool.fingerprint }),
    ...(stageDeclarations[stage].work.kind === 'gang' ? { worldSize: slotsOf(stage, spec) } : {}),
  };
  const environment = await environmentForKey(services, stage, pool?.fingerprint);
  const components = stageKeyComponents(input, spec, manifests, code, environment);
  const key = stageKey(components);
  const miss = (reason: string): StageResolution => {
    const verdict: CacheVerdict = { hit: false, reason };
    return { key, verdict, cached: null, shards: 0, ...workers };
  };
  if (input.anewFrom !== undefined) return miss(`made anew: a retry from ${input.anewFrom}`);
  if (input.keptPlan !== undefined) return miss(`of the rows that ${input.keptPlan.runId} planned`);
  if (stageDeclarations[stage].alwaysRuns) return miss('this stage always runs');
  if (!input.useCache) return miss('the cache was not asked (--no-cache)');
  const cached = await readCache(store, stage, key);
  if (cached === null) {
    return miss(explainMiss(await readLatestComponents(store, historyOf(input), stage), components));
  }
  if (spec.strict && hasWarnings(cached.manifest))
    return miss('its result has warnings, which strict refuses');
  const reason = 'inputs, spec, code and environment are the same as before';
  const shards = shardsOf(cached.manifest);
  return { key, verdict: { hit: true, reason }, cached: cached.ref, shards, ...workers };
}

/** Whose earlier results a miss is explained by: a variant's own, since the others differ from it by intent. */
export function historyOf({ pipeline, params }: Pick<StageInput, 'pipeline' | 'params'>): string {
  return params?.variant === undefined ? pipeline : `${pipeline}/${params.variant}`;
}

/** A lenient run's result is no less right, but a strict run must meet what was warned of. */
function hasWarnings({ body }: StageManifest): boolean {
  const { warnings = [] } = body as { readonly warnings?: readonly string[] };
  return warnings.length > 0;
}
