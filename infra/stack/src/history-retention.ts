/**
 * Responsible for how long the local Temporal keeps the history of a run that has ended: its own default is a day.
 * Leaves to others: what is told of a run when its history is gone (client).
 */
import type { Settings } from '@espalier/settings';
import { msToTs, optionalTsToMs } from '@temporalio/common/lib/time.js';
import { withTemporal } from './probe-services.js';

const retentionDays = 90;
const retentionMs = retentionDays * 24 * 3_600_000;

/** Sets the retention of the settings' namespace, unless it is that long already. */
export function keepHistories(settings: Pick<Settings, 'temporal'>): Promise<void> {
  const { namespace } = settings.temporal;
  return withTemporal(settings, async ({ workflowService }) => {
    const { config } = await workflowService.describeNamespace({ namespace });
    if ((optionalTsToMs(config?.workflowExecutionRetentionTtl) ?? 0) >= retentionMs) return;
    await workflowService.updateNamespace({
      namespace,
      config: { workflowExecutionRetentionTtl: msToTs(retentionMs) },
    });
  });
}
