import { orchestrator } from './activities.js';
import type { StageInput, StageOutcome } from './contracts.js';
import { runStage } from './stage.js';

/** Stage `plan`: the source's listing becomes shards of row groups. Always runs: it is what sees that a source changed. */
export async function planSource(input: StageInput): Promise<StageOutcome> {
  return runStage(input, async (context) => ({
    manifest: await orchestrator.planSource(context),
    shards: 1,
  }));
}
