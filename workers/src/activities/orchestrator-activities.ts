/** Responsible for registering the orchestrator's activities with their services and their common wrapping. */
import { readManifest } from '@espalier/store';
import {
  type ActivitiesBeforeGraphs,
  instanceOf,
  type OrchestratorActivities,
  type StageContext,
} from '@espalier/workflows';
import { activity } from '../process/activity-failures.js';
import { computingAs } from '../stages/registry.js';
import type { StageServices } from '../stages/stage-services.js';
import { commitFolded } from './commit-folded.js';
import { commitRanks } from './commit-ranks.js';
import { fanOutShards, foldedOf } from './fan-out-shards.js';
import { acquireGang, releaseGang, worldSize } from './gang.js';
import { previewPlan } from './preview-plan.js';
import { recordRunEnd } from './record-run-end.js';
import { resolveStage } from './resolve-stage.js';

export function orchestratorActivities(
  services: StageServices,
): OrchestratorActivities & ActivitiesBeforeGraphs {
  const wrap = <Input extends readonly unknown[], Output>(
    run: (services: StageServices, ...input: Input) => Promise<Output>,
  ) => activity(services.logger, (...input: Input) => run(services, ...input));
  /** What a stage computes here rather than in shards and ranks; its time is logged as theirs is. */
  const work = <Rest extends readonly unknown[], Output>(
    run: (context: StageContext, ...rest: Rest) => Promise<Output>,
  ) =>
    wrap(async (_, context: StageContext, ...rest: Rest) => {
      const startedAt = performance.now();
      const output = await run(context, ...rest);
      const seconds = Math.round(performance.now() - startedAt) / 1000;
      services.logger.info({ runId: context.runId, stage: instanceOf(context), seconds }, 'stage committed');
      return output;
    });
  const computeStage: OrchestratorActivities['computeStage'] = work(async (context) => {
    const compute = await computingAs('single', context.stage).compute();
    return compute(services, context);
  });
  const foldShards: OrchestratorActivities['foldShards'] = work(async (context, fanout) => {
    const manifest = await commitFolded(services, context, foldedOf(context, fanout));
    const follow = await computingAs('fan-out', context.stage).afterCommit?.();
    if (follow !== undefined) {
      const { body } = await readManifest(services.store, { ...manifest, stage: context.stage });
      await follow(services, context, body as never);
    }
    return manifest;
  });
  const commitGang: OrchestratorActivities['commitGang'] = work((context, ranks) =>
    commitRanks(services, context, ranks),
  );
  return {
    resolveStage: wrap(resolveStage),
    computeStage,
    fanOutShards: wrap(fanOutShards),
    foldShards,
    worldSize: wrap(worldSize),
    acquireGang: wrap(acquireGang),
    releaseGang: wrap(releaseGang),
    commitGang,
    previewPlan: wrap(previewPlan),
    recordRunEnd: wrap(recordRunEnd),
    planSource: computeStage,
    foldExtract: foldShards,
    foldEncode: foldShards,
    foldEvaluate: foldShards,
    commitEncoder: commitGang,
    commitNetwork: commitGang,
    publishBundle: computeStage,
  };
}
