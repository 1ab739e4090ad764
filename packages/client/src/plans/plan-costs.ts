/** Responsible for what a planned run is expected to take, and what would first keep it from going on. Leaves to others: the plan itself. */
import {
  type ExpectedCost,
  expectedCost,
  firstObstacle,
  type Obstacle,
  type StageAhead,
} from '@espalier/domain';
import { askedStages, type PipelineSpec } from '@espalier/spec';
import { stageDeclarations } from '@espalier/spec/stages';
import { graphOfTraining, type PlanPreviewBody } from '@espalier/workflows';
import { type PastRunsAccess, pastRuns, sampledRows } from './past-runs.js';

export interface PlanCosts {
  readonly cost: ExpectedCost;
  /** Null where nothing stands in its way; absent where the orchestrator is of an earlier version. */
  readonly obstacle?: Obstacle | null;
}

/** @throws EspalierError as `pastRuns` */
export async function planCosts(
  access: PastRunsAccess,
  spec: PipelineSpec,
  { shards, stages, needs = [], pools, quota }: PlanPreviewBody,
): Promise<PlanCosts> {
  const hits = new Set(stages.filter(({ verdict }) => verdict?.hit === true).map(({ name }) => name));
  const ahead = graphOfTraining(askedStages(spec)).map(({ id, stage, inputs }): StageAhead => {
    const { work } = stageDeclarations[stage];
    const need = needs.find((each) => each.stage === stage);
    return {
      ...{ id, name: stage, inputs: Object.values(inputs), isCached: hits.has(stage) },
      slots: work.kind === 'gang' ? (need?.slots ?? 0) : 0,
      growsWithRows: work.kind !== 'single',
    };
  });
  const past = await pastRuns(access, spec);
  return {
    cost: expectedCost(ahead, sampledRows(shards, spec.source.sample), past),
    ...(pools === undefined ? {} : { obstacle: firstObstacle(needs, pools, quota) }),
  };
}
