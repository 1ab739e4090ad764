import { orchestrator } from './activities.js';
import type { StageInput, StageOutcome } from './contracts.js';
import { runGang } from './gang.js';
import { runStage } from './stage.js';

/** Stage `fit-encoder`: a gang of encoder ranks fits one forest a task, and the leaf map over all of them. */
export async function fitEncoder(input: StageInput): Promise<StageOutcome> {
  return runStage(input, async (stage, onAttempt) => {
    const { context, ranks } = await runGang(stage, 'encoder', onAttempt);
    return { manifest: await orchestrator.commitEncoder(context, ranks), shards: ranks.length };
  });
}
