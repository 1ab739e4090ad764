import { orchestrator } from './activities.js';
import type { StageInput, StageOutcome } from './contracts.js';
import { runGang } from './gang.js';
import { runStage } from './stage.js';

/** Stage `train`: a gang of trainer ranks trains the network, data-parallel and synchronous. */
export async function trainNetwork(input: StageInput): Promise<StageOutcome> {
  return runStage(input, async (stage, onAttempt) => {
    const { context, ranks } = await runGang(stage, 'trainer', onAttempt);
    return { manifest: await orchestrator.commitNetwork(context, ranks), shards: ranks.length };
  });
}
