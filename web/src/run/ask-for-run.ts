/** Responsible for what the view of a run needs first, asked before its code has come. */
import type { QueryClient } from '@tanstack/react-query';
import { curvesQuery, hasCurves } from './curves-query.js';
import { runQuery } from './run-query.js';

/** What fails is asked again, and told, by the view. */
export function askForRun(client: QueryClient, runId: string): void {
  const curves = client.fetchQuery(runQuery(runId)).then(async ({ run }) => {
    if (!hasCurves(run)) return;
    await Promise.all([client.prefetchQuery(curvesQuery(run)), import('./learning-curves.js')]);
  });
  curves.catch(() => undefined);
}
