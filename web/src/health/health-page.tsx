/** Responsible for which services answer, since when as far as this page has looked, and what stands still without each. */
import { useQuery } from '@tanstack/react-query';
import { Problem } from '../design/notice.js';
import { PageHead } from '../design/page-head.js';
import { StandingBadge } from '../design/standing-badge.js';
import { Moment } from '../time/moment.js';
import styles from './health-page.module.css';
import { healthQuery } from './health-query.js';
import { type SeenService, useSeenServices } from './seen-services.js';
import { services, stops } from './services.js';

export function HealthPage() {
  const { data, error, refetch } = useQuery(healthQuery);
  const seen = useSeenServices();
  const isWell = error === null && data?.status === 'ok';
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
          title="espalier-server"
          does="Answers this page and every program that asks."
          seen={seen.server}
          stops=""
        />
        {services.map(({ name, title, does }) => (
          <Service key={name} title={title} does={does} seen={seen[name]} stops={stops[name]} />
        ))}
      </ul>
    </>
  );
}

interface ServiceProps {
  readonly title: string;
  readonly does: string;
  readonly seen: SeenService | undefined;
  readonly stops: string;
}

function Service({ title, does, seen, stops: stopped }: ServiceProps) {
  return (
    <li className={styles.service}>
      <div className={styles.head}>
        <h2>{title}</h2>
        {seen === undefined ? (
          <StandingBadge name="waiting" word="not known" />
        ) : (
          <StandingBadge name={seen.isUp ? 'succeeded' : 'failed'} word={seen.isUp ? 'answers' : 'away'} />
        )}
      </div>
      <p>{does}</p>
      {seen !== undefined && (
        <p className={styles.since}>
          {seen.isUp ? 'Answers' : 'Away'} since <Moment at={seen.sinceMs} />
          {seen.isFirst ? ', when this page began to look' : ''}.
        </p>
      )}
      {seen?.isUp === false && stopped !== '' && <p className={styles.stops}>Meanwhile {stopped}</p>}
    </li>
  );
}
