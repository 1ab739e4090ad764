/** Responsible for one run: how it stands, its stages on a time line, and what is known of the stage that is chosen. */
import { getRouteApi } from '@tanstack/react-router';
import { ComparedVariants } from '../compare/compared-variants.js';
import { LatePart } from '../design/late-part.js';
import { Loading, Problem } from '../design/notice.js';
import { hasCurves } from './curves-query.js';
import { DataChecks } from './data-checks.js';
import { RunHead } from './run-head.js';
import { RunNotes } from './run-notes.js';
import styles from './run-page.module.css';
import { RunResults } from './run-results.js';
import { RunSettings } from './run-settings.js';
import { StageDetail } from './stage-detail.js';
import { StageTimeline } from './stage-timeline.js';
import { idOf, type Run } from './standing.js';
import { useRun } from './use-run.js';

const route = getRouteApi('/runs/$runId');
/** Its chart library is not loaded for runs that show none yet. */
const learningCurves = () => import('./learning-curves.js');

export function RunPage() {
  const { runId } = route.useParams();
  const { stage: asked } = route.useSearch();
  const { data, error, refetch, connection } = useRun(runId);
  if (data === undefined) {
    return error === null ? <Loading lines={10} /> : <Problem error={error} onRetry={() => void refetch()} />;
  }
  const { run } = data;
  const chosen = run.stages.find((stage) => idOf(stage) === asked) ?? mostTelling(run);
  const compared = run.report?.compared ?? null;
  return (
    <>
      <RunHead looked={data} connection={connection} />
      <div className={styles.panes}>
        <StageTimeline run={run} chosen={chosen === null ? null : idOf(chosen)} />
        {chosen !== null && <StageDetail key={idOf(chosen)} run={run} stage={chosen} />}
      </div>
      <div className={styles.more}>
        {compared !== null && <ComparedVariants compared={compared} />}
        {compared === null && hasCurves(run) && (
          <LatePart load={learningCurves} of={{ run }} meanwhile={<Loading />} />
        )}
        {run.report !== null && <RunResults report={run.report} />}
        {run.report?.checks != null && <DataChecks checks={run.report.checks} />}
        <RunSettings run={run} />
        <RunNotes run={run} />
      </div>
    </>
  );
}

/** What somebody who opens the page wants to see: what failed, else what runs, else what came last. */
function mostTelling({ stages }: Run) {
  return (
    stages.find(({ status }) => status === 'failed') ??
    stages.find(({ status }) => status === 'running') ??
    stages.findLast(({ startedAtMs }) => startedAtMs !== null) ??
    stages[0] ??
    null
  );
}
