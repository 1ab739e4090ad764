import { orchestrator, waitingActivities } from './activities.js';
import type { StageInput, StageOutcome } from './contracts.js';
import { runStage } from './stage.js';

/** Stage `evaluate`: predictions on held-out shards, then each task's metrics beside its forest's. */
export async function evaluateNetwork(input: StageInput): Promise<StageOutcome> {
  return runStage(input, async (context) => {
    const fanout = await waitingActivities().fanOutShards(context);
    return { manifest: await orchestrator.foldEvaluate(context, fanout), shards: fanout.shards };
  });
}
