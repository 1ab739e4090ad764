import { orchestrator, waitingActivities } from './activities.js';
import type { StageInput, StageOutcome } from './contracts.js';
import { runStage } from './stage.js';

/** Stage `encode`: feature shards become training shards of leaf ordinals, dense features and labels. */
export async function encodeShards(input: StageInput): Promise<StageOutcome> {
  return runStage(input, async (context) => {
    const fanout = await waitingActivities().fanOutShards(context);
    return { manifest: await orchestrator.foldEncode(context, fanout), shards: fanout.shards };
  });
}
