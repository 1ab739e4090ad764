/** Responsible for the plan stage: the source's listing becomes shards, and the features are fixed; or a retry's are those of the run that it is of. */
import { EspalierError, type ManifestRef, type PlanBody, type StageManifest } from '@espalier/domain';
import { planSource as planShards } from '@espalier/features';
import { readManifest, stageKey } from '@espalier/store';
import type { KeptPlan, StageContext } from '@espalier/workflows';
import { Context } from '@temporalio/activity';
import { commitResult, ofStage } from '../../activities/commit-result.js';
import { stageKeyComponents } from '../stage-key-components.js';
import { environmentForKey } from '../stage-pool.js';
import type { StageServices } from '../stage-services.js';
import { readStoredSpec } from '../stored-spec.js';

export async function planSource(services: StageServices, context: StageContext): Promise<ManifestRef> {
  const { keptPlan } = context;
  const body =
    keptPlan === undefined ? await planned(services, context) : await kept(services, context, keptPlan);
  return commitResult(services, ofStage(context, 'plan'), { parts: [], body });
}

async function planned({ store, scratchDir }: StageServices, context: StageContext): Promise<PlanBody> {
  const { spec, baseDir } = await readStoredSpec(store, context.spec);
  const { cancellationSignal: signal } = Context.current();
  return planShards(spec, { baseDir, store, scratchDir, signal });
}

/**
 * The earlier plan as it is, whatever has become of the source: what is read of it again is held to the plan. Where code or environment have
 * changed since, later stages may not understand that plan, so it is made anew.
 * @throws EspalierError `workflow.retry-rows` where that finds other rows
 */
async function kept(services: StageServices, context: StageContext, from: KeptPlan): Promise<PlanBody> {
  const earlier = await readManifest(services.store, { ...from.manifest, stage: 'plan' });
  if (await isOfThisCode(services, earlier, from)) return earlier.body;
  const body = await planned(services, context);
  if (body.sourceDigest === earlier.body.sourceDigest) return body;
  throw new EspalierError(
    'workflow.retry-rows',
    `The source is another than ${from.runId} has read, and its plan is of other code than this orchestrator's.`,
    { details: { runId: context.runId, retryOf: from.runId } },
  );
}

async function isOfThisCode(
  services: StageServices,
  { key }: StageManifest,
  { spec: ref }: KeptPlan,
): Promise<boolean> {
  const { spec } = await readStoredSpec(services.store, ref);
  const environment = await environmentForKey(services, 'plan', undefined);
  return stageKey(stageKeyComponents({ stage: 'plan' }, spec, {}, services.code, environment)) === key;
}
