import { orchestrator, waitingActivities } from './activities.js';
import type { StageInput, StageOutcome } from './contracts.js';
import { runStage } from './stage.js';

/** Stage `extract`: feature shards and their statistics, then one fold over the training shards. */
export async function extractFeatures(input: StageInput): Promise<StageOutcome> {
  return runStage(input, async (context) => {
    const fanout = await waitingActivities().fanOutShards(context);
    return { manifest: await orchestrator.foldExtract(context, fanout), shards: fanout.shards };
  });
}
