/** Responsible for keeping in S3 how a run ended, since Temporal forgets its history one day, and for telling those who want to know. */
import { type RunEnd, runEndKey } from '@espalier/domain';
import type { StageServices } from '../stages/stage-services.js';

export async function recordRunEnd({ store, announcer }: StageServices, end: RunEnd): Promise<void> {
  await store.putJson(runEndKey(end.progress.runId), end);
  await announcer.runEnded(end);
}
