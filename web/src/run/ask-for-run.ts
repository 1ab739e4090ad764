/** Responsible for what the view of a run needs first, asked before its code has come, and before it is known whether there are curves. */
import type { QueryClient } from '@tanstack/react-query';
import { curvesQuery } from './curves-query.js';
import { runQuery } from './run-query.js';

/** What fails is asked again, and told, by the view. */
export function askForRun(client: QueryClient, runId: string): void {
  void client.prefetchQuery(runQuery(runId));
  void client.prefetchQuery(curvesQuery(runId, false));
  import('./learning-curves.js').catch(() => undefined);
}
