/** Responsible for asking one run to stop. Leaves to others: all runs that match (bulk-cancels.ts), how a run ends (its workflow). */
import type { Settings } from '@espalier/settings';
import { patiently, requireReason } from '@espalier/triggers';
import { cancelSignal } from '@espalier/workflows';
import { type Client, WorkflowNotFoundError } from '@temporalio/client';
import type { RunLooks } from './run-looks.js';
import { knownProgress } from './run-progress.js';

/**
 * @returns whether there was something to stop
 * @throws EspalierError `request.invalid` for a reason that is no line, which everybody's terminal shows
 */
export async function cancelRun(
  { settings, temporal }: { readonly settings: Settings; readonly temporal: Client },
  looks: RunLooks,
  runId: string,
  reason: string,
): Promise<boolean> {
  requireReason(reason);
  const description = await patiently(settings, () => looks.describe(runId)).catch((error: unknown) =>
    looks.forgotten(runId, error),
  );
  if ('endedAtMs' in description) return false;
  return await patiently(settings, async () => {
    // One that records its end is open still, though there is nothing left to stop.
    const { progress } = await knownProgress(temporal, description);
    if (progress.status !== 'running') return false;
    try {
      await temporal.workflow.getHandle(runId).signal(cancelSignal, reason);
      return true;
    } catch (error) {
      // It ended meanwhile.
      if (error instanceof WorkflowNotFoundError) return false;
      throw error;
    }
  });
}
