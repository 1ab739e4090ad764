/** Responsible for all that is known of one stage: what it does now, attempts and what ended them, the cache's verdict, artifacts, log. */
import { Tabs } from 'radix-ui';
import { Panel } from '../design/panel.js';
import { StandingBadge } from '../design/standing-badge.js';
import { Lasting } from '../time/moment.js';
import { StageArtifacts } from './stage-artifacts.js';
import { StageAttempts } from './stage-attempts.js';
import styles from './stage-detail.module.css';
import { StageLog } from './stage-log.js';
import { StageProgress } from './stage-progress.js';
import { drawnAs } from './stage-timeline.js';
import { idOf, type Run, type Stage } from './standing.js';

export function StageDetail({ run, stage }: { readonly run: Run; readonly stage: Stage }) {
  const id = idOf(stage);
  const { attempt, startedAtMs, endedAtMs, cache, shards, status } = stage;
  // Where its attempts are told, so is this.
  const failure = stage.attempts?.some((each) => each.failure !== null) ? null : (stage.lastFailure ?? null);
  return (
    <Panel title={id} aside={<StandingBadge name={drawnAs(stage)} word={status} />}>
      <div className={styles.detail}>
        <dl className={styles.facts}>
          {startedAtMs !== null && (
            <div>
              <dt>{endedAtMs === null && status === 'running' ? 'Runs for' : 'Took'}</dt>
              <dd>
                <Lasting startMs={startedAtMs} endMs={endedAtMs} />
              </dd>
            </div>
          )}
          {shards > 0 && (
            <div>
              <dt>Parts</dt>
              <dd>{shards.toLocaleString('en')}</dd>
            </div>
          )}
          <div>
            <dt>Attempt</dt>
            <dd>{attempt}</dd>
          </div>
          {cache !== null && (
            <div>
              <dt>{cache.hit ? 'From the cache' : 'Not from the cache'}</dt>
              <dd>{cache.reason}</dd>
            </div>
          )}
        </dl>
        {failure !== null && (
          <div className={styles.failure}>
            <p className={styles.attempt}>
              Attempt {failure.attempt} failed · <code>{failure.error.code}</code>
            </p>
            <p>{failure.error.message}</p>
          </div>
        )}
        <StageAttempts runId={run.runId} {...{ stage, id }} />
        <StageProgress activities={run.activities.filter((activity) => activity.stage === id)} />
      </div>
      <Tabs.Root defaultValue="log">
        <Tabs.List className={styles.tabs} aria-label={`What ${id} left`}>
          <Tabs.Trigger value="log">Log</Tabs.Trigger>
          <Tabs.Trigger value="artifacts">Artifacts</Tabs.Trigger>
        </Tabs.List>
        <Tabs.Content value="log">
          <StageLog runId={run.runId} stage={id} isGoing={status === 'running'} />
        </Tabs.Content>
        <Tabs.Content value="artifacts">
          <StageArtifacts runId={run.runId} stage={id} isGoing={status === 'running'} />
        </Tabs.Content>
      </Tabs.Root>
    </Panel>
  );
}
