/** Responsible for registering the orchestrator's activities with their services and their common wrapping. */
import type { OrchestratorActivities } from '@espalier/workflows';
import { activity } from '../process/activity-failures.js';
import type { StageServices } from '../stages/stage-services.js';
import { commitEncoder, commitNetwork } from './commit-gang.js';
import { fanOutShards } from './fan-out-shards.js';
import { foldEncode } from './fold-encode.js';
import { foldEvaluate } from './fold-evaluate.js';
import { foldExtract } from './fold-extract.js';
import { acquireGang, releaseGang, worldSize } from './gang.js';
import { planSource } from './plan-source.js';
import { previewPlan } from './preview-plan.js';
import { publishBundle } from './publish-bundle.js';
import { resolveStage } from './resolve-stage.js';

export function orchestratorActivities(services: StageServices): OrchestratorActivities {
  const wrap = <Input extends readonly unknown[], Output>(
    run: (services: StageServices, ...input: Input) => Promise<Output>,
  ) => activity(services.logger, (...input: Input) => run(services, ...input));
  return {
    resolveStage: wrap(resolveStage),
    planSource: wrap(planSource),
    fanOutShards: wrap(fanOutShards),
    foldExtract: wrap(foldExtract),
    foldEncode: wrap(foldEncode),
    foldEvaluate: wrap(foldEvaluate),
    worldSize: wrap(worldSize),
    acquireGang: wrap(acquireGang),
    releaseGang: wrap(releaseGang),
    commitEncoder: wrap(commitEncoder),
    commitNetwork: wrap(commitNetwork),
    publishBundle: wrap(publishBundle),
    previewPlan: wrap(previewPlan),
  };
}
