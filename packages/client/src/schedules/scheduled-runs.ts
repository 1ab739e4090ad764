/** Responsible for what became of a schedule's latest times, in one request to Temporal. Leaves to others: the runs themselves. */
import type { ScheduledRun, ScheduledStatus } from '@espalier/domain';
import type { ScheduledMemo } from '@espalier/workflows';
import type { Client } from '@temporalio/client';

/** Of a workflow that was ended from outside. */
const endedStatuses: Readonly<Record<string, ScheduledStatus>> = {
  COMPLETED: 'succeeded',
  FAILED: 'failed',
  TIMED_OUT: 'failed',
  CANCELLED: 'cancelled',
  TERMINATED: 'cancelled',
};

/** The last one first. */
export async function scheduledRuns(
  temporal: Client,
  scheduleId: string,
  limit: number,
): Promise<readonly ScheduledRun[]> {
  const query = `TemporalScheduledById = '${scheduleId}'`;
  const runs: ScheduledRun[] = [];
  for await (const { memo, status, startTime } of temporal.workflow.list({ query, pageSize: limit })) {
    const told = (memo as Partial<ScheduledMemo> | undefined)?.scheduled;
    const ended = endedStatuses[status.name] ?? 'running';
    runs.push({
      scheduledAt: told?.scheduledAt ?? startTime.toISOString(),
      partition: told?.partition ?? null,
      runId: told?.runId ?? null,
      // What it told last, where nobody has ended it since.
      status:
        ended === 'running'
          ? 'running'
          : told === undefined || told.status === 'running'
            ? ended
            : told.status,
      problem: told?.problem ?? null,
    });
    if (runs.length >= limit) break;
  }
  return runs;
}
