/**
 * Responsible for following a run to its end.
 * Leaves to others: showing it (progress-display.ts), the client's patience with services that are away.
 */
import type { EspalierClient, Remarks, RunSnapshot } from '@espalier/client';
import type { RunReport } from '@espalier/domain';
import { warningLine } from '../render/remarks-text.js';
import type { ProgressDisplay } from './progress-display.js';

export interface FollowedRun {
  readonly report: RunReport;
  /** What has been said of the run, before and on the way. */
  readonly told: Remarks;
}

/**
 * What extraction finds in the rows is said when it has ended, not after all training.
 * @param told remarks that need no saying again
 */
export async function followRun(
  client: EspalierClient,
  runId: string,
  display: ProgressDisplay,
  told: Remarks = { warnings: [], notes: [] },
): Promise<FollowedRun> {
  const left = new AbortController();
  const warned = [...told.warnings];
  let looked = false;
  try {
    for await (const snapshot of client.watch(runId, { signal: left.signal })) {
      display.show(snapshot);
      if (snapshot.progress.status !== 'running') break;
      if (looked || !hasExtracted(snapshot)) continue;
      const { warnings } = await client.report(runId);
      looked = true;
      for (const warning of warnings.filter((each) => !warned.includes(each))) {
        warned.push(warning);
        display.say(warningLine(warning));
      }
    }
    return { report: await client.wait(runId), told: { ...told, warnings: warned } };
  } finally {
    left.abort();
  }
}

function hasExtracted({ progress }: RunSnapshot): boolean {
  return progress.stages.some(({ name, status }) => name === 'extract' && status === 'succeeded');
}
