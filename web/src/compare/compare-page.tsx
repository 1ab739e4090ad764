/** Responsible for runs beside each other: in which settings they differ, how far their figures lie from the first's, their curves. */
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { LatePart } from '../design/late-part.js';
import { Empty, Loading, Problem } from '../design/notice.js';
import { PageHead } from '../design/page-head.js';
import styles from './compare-page.module.css';
import { ComparedFigures } from './compared-figures.js';
import { comparedQuery } from './compared-query.js';
import { ComparedSettings } from './compared-settings.js';

const route = getRouteApi('/compare');
const comparedCurves = () => import('./compared-curves.js');

export function ComparePage() {
  const { runs: ids, task: asked } = route.useSearch();
  const { data, error, refetch } = useQuery(comparedQuery(ids));
  const runs = data?.runs ?? [];
  const tasks = [...new Set(runs.flatMap(({ metrics }) => Object.keys(metrics)))];
  const task = tasks.find((name) => name === asked) ?? tasks[0];
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
      {error !== null && <Problem error={error} onRetry={() => void refetch()} />}
      {data === undefined && error === null && <Loading lines={8} />}
      {data !== undefined && (
        <div className={styles.parts}>
          <ComparedSettings ids={ids} specs={runs.map(({ spec }) => spec)} />
          {task === undefined ? (
            <Empty title="None of them has figures." />
          ) : (
            <>
              <ComparedFigures runs={runs} tasks={tasks} task={task} />
              <LatePart load={comparedCurves} of={{ runs, task }} meanwhile={<Loading />} />
            </>
          )}
        </div>
      )}
    </>
  );
}
