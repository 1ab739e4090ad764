/** Responsible for the first view: what needs a person now, what runs, what was promoted last, whether all is well. */
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Empty, Loading, Problem } from '../design/notice.js';
import { PageHead } from '../design/page-head.js';
import { Panel } from '../design/panel.js';
import { healthQuery } from '../health/health-query.js';
import { firstRunsQuery } from '../runs/runs-query.js';
import { useStandings } from '../runs/use-standings.js';
import { StartLink } from '../start/start-link.js';
import { useNow } from '../time/now.js';
import styles from './home-page.module.css';
import { modelsQuery, notificationsQuery } from './home-query.js';
import { needsOf } from './needs.js';
import { NeedsList } from './needs-list.js';
import { RecentRuns } from './recent-runs.js';
import { RecentWords } from './recent-words.js';

/** What has ended before is history. What goes on is of now, whenever it was started. */
const recentMs = 7 * 86_400_000;
const mostRecent = 8;

export function HomePage() {
  const now = useNow(60_000);
  const runs = useQuery(firstRunsQuery({}));
  const models = useQuery(modelsQuery);
  const notifications = useQuery(notificationsQuery);
  const health = useQuery(healthQuery);
  const listed = (runs.data?.runs ?? []).filter(
    ({ endedAtMs }) => endedAtMs === null || endedAtMs > now - recentMs,
  );
  const standingOfRun = useStandings();
  const needs = needsOf({
    ...{ runs: listed, standingOfRun, models: models.data?.models ?? [] },
    notifications: notifications.data?.notifications ?? [],
  });
  const going = listed.filter(({ status }) => status === 'running');
  const ended = listed.filter(({ status }) => status !== 'running').slice(0, mostRecent);
  const isKnown = runs.data !== undefined && models.data !== undefined && notifications.data !== undefined;
  const failed = [runs, models, notifications].find(({ error }) => error !== null);
  return (
    <>
      <PageHead title="Home" actions={<StartLink />}>
        {isKnown && (
          <Summary needs={needs.length} going={going.length} isWell={health.data?.status === 'ok'} />
        )}
      </PageHead>
      {failed?.error != null && <Problem error={failed.error} onRetry={() => void failed.refetch()} />}
      <div className={styles.panels}>
        <div className={styles.column}>
          <Panel title="Needs somebody">
            {!isKnown && failed === undefined && <Loading />}
            {isKnown && needs.length === 0 && (
              <Empty title="Nothing needs you.">
                <p>
                  No pipeline’s last run failed, nothing is stuck or late, and no version waits for a word.
                </p>
              </Empty>
            )}
            {needs.length > 0 && <NeedsList needs={needs} />}
          </Panel>
          <Panel title="Runs now" aside={<Link to="/runs">All runs</Link>}>
            {runs.data === undefined && runs.error === null && <Loading lines={2} />}
            {runs.data !== undefined && going.length === 0 && <Empty title="Nothing runs." />}
            {going.length > 0 && <RecentRuns runs={going} standingOfRun={standingOfRun} />}
          </Panel>
        </div>
        <div className={styles.column}>
          <Panel
            title="Ended last"
            aside={
              <Link to="/runs" search={{ since: '7d' }}>
                This week
              </Link>
            }
          >
            {ended.length === 0 ? (
              <Empty title="No run has ended this week." />
            ) : (
              <RecentRuns runs={ended} standingOfRun={standingOfRun} />
            )}
          </Panel>
          <Panel title="What people were told">
            <RecentWords notifications={notifications.data?.notifications ?? []} />
          </Panel>
        </div>
      </div>
    </>
  );
}

function Summary({ needs, going, isWell }: { needs: number; going: number; isWell: boolean }) {
  const ofNeeds =
    needs === 0
      ? 'Nothing needs you'
      : needs === 1
        ? 'One thing needs somebody'
        : `${needs} things need somebody`;
  const ofRuns = going === 0 ? 'nothing runs' : going === 1 ? 'one run goes on' : `${going} runs go on`;
  return `${ofNeeds}; ${ofRuns}${isWell ? '; all services answer' : ''}.`;
}
