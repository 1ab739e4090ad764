/** Responsible for the schedules: what each starts, when next, and whether it is paused and why. */
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { askAgain } from '../api/ask-again.js';
import { answered, api, type Schemas } from '../api/client.js';
import { Button } from '../design/button.js';
import { Empty, Loading, Problem } from '../design/notice.js';
import { PageHead } from '../design/page-head.js';
import { Panel } from '../design/panel.js';
import { StandingBadge } from '../design/standing-badge.js';
import table from '../design/table.module.css';
import { Unseen } from '../design/unseen.js';
import { WideTable } from '../design/wide-table.js';
import { Moment } from '../time/moment.js';
import { rhythmText } from './rhythm.js';
import { ScheduleActions } from './schedule-actions.js';
import styles from './schedules-page.module.css';

const pageSize = 50;
const everyMs = 10_000;

export function SchedulesPage() {
  const { data, error, refetch, hasNextPage, fetchNextPage } = useInfiniteQuery({
    queryKey: ['schedules'],
    queryFn: ({ signal, pageParam }) => {
      const query = { limit: pageSize, ...(pageParam === null ? {} : { cursor: pageParam }) };
      return answered(api.GET('/v1/schedules', { params: { query }, signal }));
    },
    initialPageParam: null as string | null,
    getNextPageParam: ({ nextCursor }) => nextCursor,
    refetchInterval: (query) => askAgain((query.state.data?.pages.length ?? 0) < 2 && everyMs)(query),
  });
  const schedules = data?.pages.flatMap((page) => page.schedules) ?? [];
  return (
    <>
      <PageHead title="Schedules" />
      {error !== null && <Problem error={error} onRetry={() => void refetch()} />}
      {data === undefined && error === null && <Loading />}
      {data !== undefined && schedules.length === 0 && (
        <Empty title="Nothing runs by the clock.">
          <p>
            <code>npx espalier schedule create NAME --pipeline P --cron "0 6 * * *"</code> makes a schedule.
          </p>
        </Empty>
      )}
      {schedules.length > 0 && (
        <Panel title="By the clock">
          <WideTable label="Schedules">
            <thead>
              <tr>
                <th>Schedule</th>
                <th className={styles.wide}>Starts</th>
                <th className={styles.wide}>When</th>
                <th>Next</th>
                <th>
                  <Unseen>What can be done</Unseen>
                </th>
              </tr>
            </thead>
            <tbody>
              {schedules.map((summary) => (
                <ScheduleRow key={summary.schedule.name} summary={summary} />
              ))}
            </tbody>
          </WideTable>
        </Panel>
      )}
      {hasNextPage && <Button onClick={() => void fetchNextPage()}>More</Button>}
    </>
  );
}

function ScheduleRow({ summary }: { readonly summary: Schemas['ScheduleSummary'] }) {
  const { schedule, isPaused, note, nextTimes } = summary;
  const { name, pipeline, version } = schedule;
  const [next] = nextTimes;
  return (
    <tr>
      <td>
        <strong>{name}</strong>
        <span className={styles.told}>
          <Link to="/pipelines/$pipeline" params={{ pipeline }}>
            {pipeline}
          </Link>
          , {rhythmText(schedule)}
        </span>
        <span className={styles.note}>{note}</span>
      </td>
      <td className={styles.wide}>
        <Link to="/pipelines/$pipeline" params={{ pipeline }}>
          {pipeline}
          {version === null ? '' : `@${version}`}
        </Link>
      </td>
      <td className={`${table.whole} ${styles.wide}`}>{rhythmText(schedule)}</td>
      <td className={table.whole}>
        {isPaused ? (
          <StandingBadge name="cancelled" word="paused" />
        ) : next === undefined ? (
          'never'
        ) : (
          <Moment at={next} />
        )}
      </td>
      <td className={styles.actions}>
        <ScheduleActions name={name} isPaused={isPaused} />
      </td>
    </tr>
  );
}
