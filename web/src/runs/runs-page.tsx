/** Responsible for the list of runs: filters in the address, as many rows as are looked at, what goes on told from what waits or is stuck. */
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useState } from 'react';
import { Button } from '../design/button.js';
import { Empty, Loading, Problem } from '../design/notice.js';
import { PageHead } from '../design/page-head.js';
import type { RunsSearch } from '../routes/runs-search.js';
import type { StandingName } from '../run/standing.js';
import { StartLink } from '../start/start-link.js';
import { BulkProgress } from './bulk-progress.js';
import { BulkRetryProgress } from './bulk-retry-progress.js';
import { CancelAll } from './cancel-all.js';
import { CompareChosen } from './compare-chosen.js';
import { ColumnMenu, ViewMenu } from './list-menus.js';
import { RetryAll } from './retry-all.js';
import { RunFilters } from './run-filters.js';
import { RunRows } from './run-rows.js';
import styles from './runs-page.module.css';
import { eachOnce, firstRunsQuery, isTold, laterRunsQuery, type RunListing } from './runs-query.js';
import { useStandings } from './use-standings.js';
import { usualDurations } from './usual-duration.js';

const route = getRouteApi('/runs');
export function RunsPage() {
  const { bulk, ...search } = route.useSearch();
  const first = useQuery(firstRunsQuery(search));
  const later = useInfiniteQuery(laterRunsQuery(search, first.data?.nextCursor ?? null));
  const runs = eachOnce(first.data?.runs ?? [], ...(later.data?.pages.map((page) => page.runs) ?? []));
  const standingOfRun = useStandings();
  const wanted = search.state;
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const choose = (runId: string, isChosen: boolean) =>
    setChosen((before) => (isChosen ? [...before, runId] : before.filter((id) => id !== runId)));
  const shown = wanted === undefined ? runs : runs.filter((run) => standingOfRun(run).name === wanted);
  const hasMore = later.data === undefined ? first.data?.nextCursor != null : later.hasNextPage;

  return (
    <>
      <PageHead
        title="Runs"
        actions={
          chosen.length > 0 ? (
            <CompareChosen chosen={chosen} onClear={() => setChosen([])} />
          ) : (
            <>
              <CancelAll search={search} listed={runs.filter(({ status }) => status === 'running').length} />
              <RetryAll search={search} listed={runs.filter(({ status }) => status === 'failed').length} />
              <ViewMenu search={search} />
              <ColumnMenu />
              <StartLink pipeline={search.pipeline} />
            </>
          )
        }
      />
      {bulk?.startsWith('retry-') && <BulkRetryProgress bulkRetryId={bulk} />}
      {bulk?.startsWith('cancel-') && <BulkProgress bulkId={bulk} />}
      <RunFilters search={search} />
      <UnseenRuns wanted={wanted} going={runs.filter(({ status }) => status === 'running')} />
      {first.error !== null && <Problem error={first.error} onRetry={() => void first.refetch()} />}
      {first.data === undefined && first.error === null && <Loading lines={8} />}
      {first.data !== undefined && shown.length === 0 && !hasMore && <NoRuns search={search} />}
      {shown.length > 0 && (
        <RunRows
          runs={shown}
          standingOfRun={standingOfRun}
          usual={usualDurations(runs)}
          chosen={chosen}
          onChoose={choose}
        />
      )}
      {later.error !== null && <Problem error={later.error} />}
      {hasMore && (
        <p>
          <Button disabled={later.isFetching} onClick={() => void later.fetchNextPage()}>
            {later.isFetching ? 'Loading…' : 'Older runs'}
          </Button>
        </p>
      )}
    </>
  );
}

/** States that only a run itself tells are known of those that the list tells them of. */
function UnseenRuns({
  wanted,
  going,
}: {
  readonly wanted: StandingName | undefined;
  readonly going: readonly RunListing[];
}) {
  const unseen = going.filter(({ glance }) => glance == null).length;
  if (!isTold(wanted) || unseen === 0) return null;
  return (
    <p className={styles.asked}>
      How a run stands only the run itself tells: of {unseen} of the {going.length} that go on here it is not
      known. Choose a pipeline or a time to see others.
    </p>
  );
}

function NoRuns({ search }: { readonly search: RunsSearch }) {
  const isFiltered = Object.values(search).some((value) => value !== undefined);
  if (isFiltered) {
    return (
      <Empty title="No run is like that.">
        <p>Take a filter away, or look further back.</p>
      </Empty>
    );
  }
  return (
    <Empty title="Nothing has run yet.">
      <p>
        <code>npx espalier run pipeline.yaml</code> starts the first; so does “Start a run”, for operators.
      </p>
    </Empty>
  );
}
