/** Responsible for keeping in S3 how a run ended: Temporal forgets its history one day, whoever runs it. */
import { type RunEnd, runEndKey } from '@espalier/domain';
import type { StageServices } from '../stages/stage-services.js';

export async function recordRunEnd({ store }: StageServices, end: RunEnd): Promise<void> {
  await store.putJson(runEndKey(end.progress.runId), end);
}
