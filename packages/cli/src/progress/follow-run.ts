/**
 * Responsible for following a run to its end.
 * Leaves to others: showing it (progress-display.ts), the client's patience with services that are away.
 */
import type { EspalierClient } from '@espalier/client';
import type { RunReport } from '@espalier/domain';
import type { ProgressDisplay } from './progress-display.js';

/** @returns the report of the ended run. */
export async function followRun(
  client: EspalierClient,
  runId: string,
  display: ProgressDisplay,
): Promise<RunReport> {
  const left = new AbortController();
  try {
    for await (const snapshot of client.watch(runId, { signal: left.signal })) {
      display.show(snapshot);
      if (snapshot.progress.status !== 'running') break;
    }
    return await client.wait(runId);
  } finally {
    left.abort();
  }
}
