import { planning } from './activities.js';
import type { PreviewPlanResult, RunInput } from './contracts.js';
import { rethrow } from './stage-instance.js';

/** What a run would do, without doing it: its shards, and which stages the cache holds. */
export async function previewPlan(input: RunInput): Promise<PreviewPlanResult> {
  return planning.previewPlan(input).catch((error: unknown) => rethrow(error, null));
}
