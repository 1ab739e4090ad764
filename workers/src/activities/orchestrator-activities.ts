/** Responsible for registering the orchestrator's activities with their services and their common wrapping. */
import type { OrchestratorActivities, StageContext } from '@espalier/workflows';
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
import { recordRunEnd } from './record-run-end.js';
import { resolveStage } from './resolve-stage.js';

export function orchestratorActivities(services: StageServices): OrchestratorActivities {
  const wrap = <Input extends readonly unknown[], Output>(
    run: (services: StageServices, ...input: Input) => Promise<Output>,
  ) => activity(services.logger, (...input: Input) => run(services, ...input));
  /** What a stage computes here rather than in shards and ranks; its time is logged as theirs is. */
  const work = <Rest extends readonly unknown[], Output>(
    run: (services: StageServices, context: StageContext, ...rest: Rest) => Promise<Output>,
  ) =>
    wrap(async (_, context: StageContext, ...rest: Rest) => {
      const startedAt = performance.now();
      const output = await run(services, context, ...rest);
      const seconds = Math.round(performance.now() - startedAt) / 1000;
      services.logger.info({ runId: context.runId, stage: context.stage, seconds }, 'stage committed');
      return output;
    });
  return {
    resolveStage: wrap(resolveStage),
    planSource: work(planSource),
    fanOutShards: wrap(fanOutShards),
    foldExtract: work(foldExtract),
    foldEncode: work(foldEncode),
    foldEvaluate: work(foldEvaluate),
    worldSize: wrap(worldSize),
    acquireGang: wrap(acquireGang),
    releaseGang: wrap(releaseGang),
    commitEncoder: work(commitEncoder),
    commitNetwork: work(commitNetwork),
    publishBundle: work(publishBundle),
    previewPlan: wrap(previewPlan),
    recordRunEnd: wrap(recordRunEnd),
  };
}
