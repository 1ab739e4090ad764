/** Responsible for the plan stage: the source's listing becomes shards, and the features are fixed. */
import type { ManifestRef } from '@espalier/domain';
import { planSource as planShards } from '@espalier/features';
import type { StageContext } from '@espalier/workflows';
import { Context } from '@temporalio/activity';
import type { StageServices } from '../stages/stage-services.js';
import { readStoredSpec } from '../stages/stored-spec.js';
import { commitResult, ofStage } from './commit-result.js';

export async function planSource(services: StageServices, context: StageContext): Promise<ManifestRef> {
  const { store, scratchDir } = services;
  const { spec, baseDir } = await readStoredSpec(store, context.spec);
  const body = await planShards(spec, {
    baseDir,
    store,
    scratchDir,
    signal: Context.current().cancellationSignal,
  });
  return commitResult(services, ofStage(context, 'plan'), [], body);
}
