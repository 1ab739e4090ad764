/**
 * Runs that were started before runs were graphs, and may still be open: the types of workflows and activities that their histories
 * name. They walk the graph that was then the only one, so that what stands in a history is decided again in the same way.
 * Nothing starts these anew (docs/decisions/0038-runs-as-graphs.md).
 */
import type { StageName } from '@espalier/domain';
import { activitiesBeforeGraphs as named } from './activities.js';
import type { RunInput, RunResult, StageInput, StageOutcome } from './contracts.js';
import { walkRun } from './run-graph.js';
import { runStage } from './stage-instance.js';
import { trainGraph } from './train-graph.js';

const workflowOf: Readonly<Partial<Record<StageName, string>>> = {
  plan: 'planSource',
  extract: 'extractFeatures',
  'fit-encoder': 'fitEncoder',
  encode: 'encodeShards',
  train: 'trainNetwork',
  evaluate: 'evaluateNetwork',
  publish: 'publishBundle',
};

export async function trainPipeline(input: RunInput): Promise<RunResult> {
  return walkRun({ ...input, graph: trainGraph, variants: {} }, ({ stage }) => workflowOf[stage] ?? stage);
}

const { planSource: plan, publishBundle: publish, foldExtract, foldEncode, foldEvaluate } = named;
const none = (): never => {
  throw new RangeError('a stage of an earlier version called an activity of another kind of stage');
};
const activities = { computeStage: none, foldShards: none, commitGang: none };

export const planSource = (input: StageInput): Promise<StageOutcome> =>
  runStage(input, { ...activities, computeStage: plan });

export const extractFeatures = (input: StageInput): Promise<StageOutcome> =>
  runStage(input, { ...activities, foldShards: foldExtract });

export const fitEncoder = (input: StageInput): Promise<StageOutcome> =>
  runStage(input, { ...activities, commitGang: named.commitEncoder });

export const encodeShards = (input: StageInput): Promise<StageOutcome> =>
  runStage(input, { ...activities, foldShards: foldEncode });

export const trainNetwork = (input: StageInput): Promise<StageOutcome> =>
  runStage(input, { ...activities, commitGang: named.commitNetwork });

export const evaluateNetwork = (input: StageInput): Promise<StageOutcome> =>
  runStage(input, { ...activities, foldShards: foldEvaluate });

export const publishBundle = (input: StageInput): Promise<StageOutcome> =>
  runStage(input, { ...activities, computeStage: publish });
