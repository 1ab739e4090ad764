/** Responsible for which services and workers answer, since when, and what stands still without each. */
import { useQuery } from '@tanstack/react-query';
import { Problem } from '../design/notice.js';
import { PageHead } from '../design/page-head.js';
import { StandingBadge } from '../design/standing-badge.js';
import { Moment } from '../time/moment.js';
import styles from './health-page.module.css';
import { healthQuery } from './health-query.js';
import { useSeenServer } from './seen-server.js';
import { wordsOf } from './services.js';

export function HealthPage() {
  const { data, error, refetch } = useQuery(healthQuery);
  const server = useSeenServer();
  const parts = data?.parts ?? [];
  const isWell = error === null && parts.length > 0 && parts.every(({ state }) => state === 'up');
  return (
    <>
      <PageHead title="Health">
        {isWell
          ? 'All that Espalier needs answers.'
          : 'What is away, and what stands still until it is back.'}
      </PageHead>
      {error !== null && <Problem error={error} onRetry={() => void refetch()} />}
      <ul className={styles.services}>
        <Service
          {...{
            title: 'espalier-server',
            does: 'Answers this page and every program that asks.',
            stops: null,
          }}
          {...(server === null
            ? { state: 'unknown', sinceMs: null, isFirst: true }
            : { ...server, state: server.isUp ? 'up' : 'away' })}
        />
        {parts.map(({ name, ...part }) => (
          <Service
            key={name}
            {...{ ...wordsOf[name], ...part }}
            // Where the server does not answer, what it said last is not known to be so still.
            {...(server?.isUp === false ? { state: 'unknown', stops: null } : {})}
          />
        ))}
      </ul>
    </>
  );
}

interface ServiceProps {
  readonly title: string;
  readonly does: string;
  readonly state: string;
  readonly sinceMs: number | null;
  readonly isFirst: boolean;
  readonly stops: string | null;
}

function Service({ title, does, state, sinceMs, isFirst, stops }: ServiceProps) {
  return (
    <li className={styles.service}>
      <div className={styles.head}>
        <h2>{title}</h2>
        {state === 'unknown' ? (
          <StandingBadge name="waiting" word="not known" />
        ) : (
          <StandingBadge
            name={state === 'up' ? 'succeeded' : 'failed'}
            word={state === 'up' ? 'answers' : 'away'}
          />
        )}
      </div>
      <p>{does}</p>
      {sinceMs !== null && state !== 'unknown' && (
        <p className={styles.since}>
          {state === 'up' ? 'Answers' : 'Away'} since {isFirst && 'before '}
          <Moment at={sinceMs} />
          {isFirst && ', when it was first looked at'}.
        </p>
      )}
      {stops !== null && <p className={styles.stops}>Meanwhile {stops}</p>}
    </li>
  );
}
