/** Responsible for `plan`: which shards there would be and which stages the cache holds, without running any. */
import { type ManifestRef, type StageName, toldTables } from '@espalier/domain';
import { planSource as planShards } from '@espalier/features';
import { askedStages } from '@espalier/spec';
import { stageDeclarations } from '@espalier/spec/stages';
import { openStage } from '@espalier/store';
import {
  graphOfTraining,
  type PlanPreviewBody,
  type PreviewPlanResult,
  type RunInput,
  type StageInput,
} from '@espalier/workflows';
import { Context } from '@temporalio/activity';
import type { StageServices } from '../stages/stage-services.js';
import { readStoredSpec } from '../stages/stored-spec.js';
import { resolveStage } from './resolve-stage.js';
import { hostPools, slotNeeds, teamSlots } from './slots-now.js';
import { teamOfSpec } from './team-quota.js';

export async function previewPlan(services: StageServices, input: RunInput): Promise<PreviewPlanResult> {
  const { store, scratchDir } = services;
  const signal = Context.current().cancellationSignal;
  const { spec, baseDir } = await readStoredSpec(store, input.spec);
  // Whoever asks has looked at the rows already, and tells what they showed.
  const body = await planShards(spec, { baseDir, store, scratchDir, lookAtRows: false, signal });
  // A plan in the shape of a committed one, under the preview's own ID, for the keys of the stages after it.
  const attempt = await openStage(store, { runId: `${input.runId}-plan`, stage: 'plan', token: 1 });
  const key = (await resolveStage(services, { ...input, stage: 'plan', inputs: {} })).key;
  const bytes = new TextEncoder().encode(JSON.stringify({ stage: 'plan', key, parts: [], body }));
  const plan: ManifestRef = {
    ...(await store.putBytes(`${attempt.prefix}manifest.json`, bytes)),
    stage: 'plan',
  };

  const manifests: Record<string, ManifestRef> = { plan };
  const stages: PlanPreviewBody['stages'][number][] = [];
  /** Of each instance that the cache can't answer, the stage that decides it. */
  const deciding: Record<string, StageName> = {};
  for (const { id, stage: name, inputs } of graphOfTraining(askedStages(spec))) {
    if (stageDeclarations[name].alwaysRuns) {
      stages.push({ name, verdict: { hit: false, reason: 'this stage always runs' } });
      if (manifests[id] === undefined) deciding[id] = name;
      continue;
    }
    const first = Object.values(inputs).find((from) => deciding[from] !== undefined);
    if (first !== undefined) {
      const stage = deciding[first] as StageName;
      stages.push({ name, verdict: { hit: false, reason: `stage ${stage} runs first and decides` } });
      deciding[id] = stage;
      continue;
    }
    const read = Object.entries(inputs).map(([as, from]) => [as, manifests[from] as ManifestRef]);
    const stage: StageInput = { ...input, stage: name, inputs: Object.fromEntries(read) };
    const { verdict, cached } = await resolveStage(services, stage);
    stages.push({ name, verdict });
    if (cached === null) deciding[id] = name;
    else manifests[id] = cached;
  }
  const { shards, partitions, joins } = body;
  const running = stages.filter(({ verdict }) => verdict?.hit !== true).map(({ name }) => name);
  const quota = await teamSlots(services, teamOfSpec(spec));
  const preview: PlanPreviewBody = {
    shards,
    ...(partitions === undefined ? {} : { partitions }),
    ...(joins === undefined ? {} : { tables: toldTables(joins) }),
    stages,
    needs: await slotNeeds(services, running, spec, input.pipeline),
    pools: await hostPools(services),
    ...(quota === null ? {} : { quota }),
  };
  const previewBytes = new TextEncoder().encode(JSON.stringify(preview));
  // Whoever asked removes both, as soon as it has read this.
  return { preview: await store.putBytes(`${attempt.prefix}preview.json`, previewBytes) };
}
