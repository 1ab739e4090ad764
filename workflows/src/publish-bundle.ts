import { orchestrator } from './activities.js';
import type { StageInput, StageOutcome } from './contracts.js';
import { runStage } from './stage.js';

/** Stage `publish`: encoder, leaf map, network, spec and report become one bundle, all or nothing. */
export async function publishBundle(input: StageInput): Promise<StageOutcome> {
  return runStage(input, async (context) => ({
    manifest: await orchestrator.publishBundle(context),
    shards: 1,
  }));
}
