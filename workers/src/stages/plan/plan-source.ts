/** Responsible for the plan stage: the source's listing becomes shards, and the features are fixed. */
import type { ManifestRef } from '@espalier/domain';
import { planSource as planShards } from '@espalier/features';
import type { StageContext } from '@espalier/workflows';
import { Context } from '@temporalio/activity';
import { commitResult, ofStage } from '../../activities/commit-result.js';
import type { StageServices } from '../stage-services.js';
import { readStoredSpec } from '../stored-spec.js';

export async function planSource(services: StageServices, context: StageContext): Promise<ManifestRef> {
  const { store, scratchDir } = services;
  const { spec, baseDir } = await readStoredSpec(store, context.spec);
  const body = await planShards(spec, {
    baseDir,
    store,
    scratchDir,
    signal: Context.current().cancellationSignal,
  });
  return commitResult(services, ofStage(context, 'plan'), { parts: [], body });
}
