/** Responsible for one registered pipeline: its partitions, who waits for a turn, what it looks for, and what its file says. */
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { answered, api, type Schemas } from '../api/client.js';
import { Empty, Loading, Problem } from '../design/notice.js';
import { PageHead } from '../design/page-head.js';
import { Panel } from '../design/panel.js';
import { isCutByTime } from '../start/changes.js';
import { StartLink } from '../start/start-link.js';
import { pipelineQuery } from '../start/start-query.js';
import { Moment } from '../time/moment.js';
import { PartitionCalendar } from './partition-calendar.js';
import styles from './pipeline-page.module.css';

const route = getRouteApi('/pipelines/$pipeline');
const everyMs = 10_000;

export function PipelinePage() {
  const { pipeline } = route.useParams();
  const { until } = route.useSearch();
  const { data, error, refetch } = useQuery(pipelineQuery(pipeline, null));
  if (data === undefined) {
    return error === null ? <Loading lines={8} /> : <Problem error={error} onRetry={() => void refetch()} />;
  }
  const { version, by, reason, at, source } = data;
  return (
    <>
      <PageHead title={pipeline} actions={<StartLink pipeline={pipeline} />}>
        <p>
          @{version} by {by}, <Moment at={at} />: {reason} ·{' '}
          <Link to="/runs" search={{ pipeline }}>
            its runs
          </Link>
        </p>
      </PageHead>
      <div className={styles.panels}>
        {isCutByTime(source.text) ? (
          <PartitionCalendar pipeline={pipeline} until={until} />
        ) : (
          <Panel title="Its partitions">
            <Empty title="It is not cut by time.">
              <p>
                Each run reads all of its source. With <code>partitions</code> in its file it runs by day or
                hour.
              </p>
            </Empty>
          </Panel>
        )}
        <Activity pipeline={pipeline} />
        <Panel title="Its file">
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard */}
          <section className={styles.text} tabIndex={0} aria-label="The file as it is registered">
            <pre>{source.text}</pre>
          </section>
        </Panel>
      </div>
    </>
  );
}

function Activity({ pipeline }: { readonly pipeline: string }) {
  const { data, error, refetch } = useQuery({
    queryKey: ['pipeline', pipeline, 'activity'],
    queryFn: ({ signal }) =>
      answered(api.GET('/v1/pipelines/{name}/activity', { params: { path: { name: pipeline } }, signal })),
    refetchInterval: everyMs,
  });
  return (
    <Panel title="Turns and arrivals">
      {error !== null && <Problem error={error} onRetry={() => void refetch()} />}
      {data === undefined && error === null && <Loading lines={3} />}
      {data !== undefined && <Standing activity={data} />}
    </Panel>
  );
}

function Standing({ activity: { queue, watch } }: { readonly activity: Schemas['PipelineActivity'] }) {
  const isIdle = queue.active.length === 0 && queue.waiting.length === 0;
  return (
    <div className={styles.activity}>
      {isIdle && <p>No run goes or waits for its turn.</p>}
      {queue.active.length > 0 && (
        <p>
          {queue.active.length === 1 ? 'Goes: ' : 'Go: '}
          {queue.active.map((runId) => (
            <RunOf key={runId} runId={runId} />
          ))}
        </p>
      )}
      {queue.waiting.length > 0 && (
        <ul>
          {queue.waiting.map(({ runId, sinceMs }) => (
            <li key={runId}>
              <RunOf runId={runId} /> waits for its turn since <Moment at={sinceMs} />
            </li>
          ))}
        </ul>
      )}
      {watch === null && <p className={styles.soft}>It does not look for partitions that arrive.</p>}
      {watch?.problem != null && (
        <p className={styles.problem}>It can’t look for partitions: {watch.problem.message}</p>
      )}
      {watch !== null && (
        <ul>
          {watch.answered.map(({ label, atMs, runId, refusal, isRewritten }) => (
            <li key={`${label} ${atMs}`}>
              {label} {isRewritten ? 'was written anew' : 'arrived'} <Moment at={atMs} />
              {runId !== null && (
                <>
                  : <RunOf runId={runId} />
                </>
              )}
              {refusal !== null && <span className={styles.problem}>: {refusal.message}</span>}
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

function RunOf({ runId }: { readonly runId: string }) {
  return (
    <Link to="/runs/$runId" params={{ runId }}>
      {runId}
    </Link>
  );
}
