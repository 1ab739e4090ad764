/** Responsible for runs beside each other: in which settings they differ, how far their figures lie from the first's, their curves. */
import { useQueries } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { lazy, Suspense } from 'react';
import { answered, api } from '../api/client.js';
import { Empty, Loading, Problem } from '../design/notice.js';
import { PageHead } from '../design/page-head.js';
import { runQuery } from '../run/run-query.js';
import styles from './compare-page.module.css';
import { ComparedFigures } from './compared-figures.js';
import { ComparedSettings } from './compared-settings.js';

const route = getRouteApi('/compare');
const ComparedCurves = lazy(() => import('./compared-curves.js'));
const unchanging = Number.POSITIVE_INFINITY;

export function ComparePage() {
  const { runs: ids, task: asked } = route.useSearch();
  const looks = useQueries({ queries: ids.map((runId) => ({ ...runQuery(runId), staleTime: unchanging })) });
  const specs = useQueries({ queries: ids.map(specQuery) });
  const failed = [...looks, ...specs].find(({ error }) => error !== null);
  const runs = looks.flatMap(({ data }) => data?.run ?? []);
  const tasks = [...new Set(runs.flatMap(({ report }) => Object.keys(report?.metrics ?? {})))];
  const task = tasks.find((name) => name === asked) ?? tasks[0];
  const isWhole = runs.length === ids.length && specs.every(({ data }) => data !== undefined);
  if (ids.length < 2) {
    return (
      <>
        <PageHead title="Compare" />
        <Empty title="Choose two runs or more in the list of runs." />
      </>
    );
  }
  return (
    <>
      <PageHead title="Compare">
        {ids.length} runs; differences are from the first, <strong>{ids[0]}</strong>.
      </PageHead>
      {failed?.error != null && <Problem error={failed.error} onRetry={() => void failed.refetch()} />}
      {!isWhole && failed === undefined && <Loading lines={8} />}
      {isWhole && (
        <div className={styles.parts}>
          <ComparedSettings ids={ids} specs={specs.map(({ data }) => data?.spec ?? null)} />
          {task === undefined ? (
            <Empty title="None of them has figures." />
          ) : (
            <>
              <ComparedFigures runs={runs} tasks={tasks} task={task} />
              <Suspense fallback={<Loading />}>
                <ComparedCurves runs={runs} task={task} />
              </Suspense>
            </>
          )}
        </div>
      )}
    </>
  );
}

function specQuery(runId: string) {
  return {
    queryKey: ['spec', runId],
    queryFn: ({ signal }: { signal: AbortSignal }) =>
      answered(api.GET('/v1/runs/{runId}/spec', { params: { path: { runId } }, signal })),
    staleTime: unchanging,
  };
}
