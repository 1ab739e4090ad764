/** Responsible for starting a run: what is asked for, what it would do before it does it, every mistake at once, and the way to what has started. */
import { useQueryClient } from '@tanstack/react-query';
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import type { Schemas } from '../api/client.js';
import { useRequestKey } from '../api/request-key.js';
import { useMayOperate } from '../api/session.js';
import { Button } from '../design/button.js';
import { Empty, Loading, Problem } from '../design/notice.js';
import { PageHead } from '../design/page-head.js';
import { Panel } from '../design/panel.js';
import { tagsOf } from './changes.js';
import { PlannedRun } from './planned-run.js';
import { nothingAsked, planRun, requestOf, type StartAsk, type StartedRun, startRun } from './start-ask.js';
import { StartForm } from './start-form.js';
import styles from './start-page.module.css';

const route = getRouteApi('/start');

export function StartPage() {
  const mayStart = useMayOperate({ isOfTeams: true });
  return (
    <>
      <PageHead title="Start a run" />
      {mayStart ? (
        <Starting />
      ) : (
        <Empty title="Your role starts no runs.">
          <p>An operator does; who signed you in can give you a link for one.</p>
        </Empty>
      )}
    </>
  );
}

/** What has come of the form, and of which. */
type Outcome =
  | { readonly name: 'none' }
  | { readonly name: 'busy'; readonly doing: 'plan' | 'start' }
  | { readonly name: 'planned'; readonly plan: Schemas['PlannedRun']; readonly of: StartAsk }
  | { readonly name: 'started'; readonly run: StartedRun }
  | { readonly name: 'failed'; readonly error: unknown };

function Starting() {
  const search = route.useSearch();
  const navigate = useNavigate();
  const client = useQueryClient();
  const keyOf = useRequestKey();
  const [ask, setAsk] = useState<StartAsk>(() => ({
    ...nothingAsked,
    pipeline: search.pipeline ?? '',
    partition: search.for ?? '',
  }));
  const [outcome, setOutcome] = useState<Outcome>({ name: 'none' });
  const isBusy = outcome.name === 'busy';

  const act = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (isBusy || tagsOf(ask.tags).mistakes.length > 0) return;
    const { submitter } = event.nativeEvent as SubmitEvent;
    const doing = submitter?.getAttribute('value') === 'plan' ? 'plan' : 'start';
    setOutcome({ name: 'busy', doing });
    try {
      if (doing === 'plan') {
        setOutcome({ name: 'planned', plan: await planRun(ask), of: ask });
        return;
      }
      const run = await startRun(ask, keyOf(requestOf(ask)));
      void client.invalidateQueries({ queryKey: ['runs'] });
      if (run.warnings.length === 0) {
        await navigate({ to: '/runs/$runId', params: { runId: run.runId } });
      } else setOutcome({ name: 'started', run });
    } catch (error) {
      setOutcome({ name: 'failed', error });
    }
  };

  return (
    <div className={styles.panes}>
      <Panel title="Asked for">
        <form className={styles.form} onSubmit={(event) => void act(event)}>
          <StartForm ask={ask} onChange={setAsk} />
          <div className={styles.actions}>
            <Button type="submit" kind="main" value="start" disabled={isBusy}>
              {outcome.name === 'busy' && outcome.doing === 'start' ? 'Starting…' : 'Start the run'}
            </Button>
            <Button type="submit" value="plan" disabled={isBusy}>
              {outcome.name === 'busy' && outcome.doing === 'plan' ? 'Planning…' : 'Plan it first'}
            </Button>
          </div>
        </form>
      </Panel>
      <div className={styles.told} aria-live="polite">
        {outcome.name === 'none' && (
          <Empty title="Nothing is started yet.">
            <p>
              A plan tells what it would read, what comes from the cache, how long it takes and what stands in
              its way.
            </p>
          </Empty>
        )}
        {outcome.name === 'busy' && <Loading lines={6} />}
        {outcome.name === 'failed' && <Problem error={outcome.error} />}
        {outcome.name === 'planned' && <PlannedRun plan={outcome.plan} isOld={outcome.of !== ask} />}
        {outcome.name === 'started' && <Started run={outcome.run} />}
      </div>
    </div>
  );
}

function Started({ run: { runId, isNew, warnings } }: { readonly run: StartedRun }) {
  return (
    <Panel title={isNew ? 'It has started' : 'It had started already'}>
      <div className={styles.form}>
        <p>
          <Link to="/runs/$runId" params={{ runId }}>
            {runId}
          </Link>
        </p>
        <ul className={styles.warnings}>
          {warnings.map((warning) => (
            <li key={warning}>{warning}</li>
          ))}
        </ul>
      </div>
    </Panel>
  );
}
