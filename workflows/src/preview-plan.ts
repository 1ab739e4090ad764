import { planning } from './activities.js';
import type { PreviewPlanResult, TrainPipelineInput } from './contracts.js';
import { rethrow } from './stage.js';

/** What a run would do, without doing it: its shards, and which stages the cache holds. */
export async function previewPlan(input: TrainPipelineInput): Promise<PreviewPlanResult> {
  return planning.previewPlan(input).catch((error: unknown) => rethrow(error, null));
}
