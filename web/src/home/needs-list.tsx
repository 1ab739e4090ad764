/** Responsible for drawing what needs a person: what it is, why, since when, and the way there. */
import { Link } from '@tanstack/react-router';
import { StandingBadge } from '../design/standing-badge.js';
import type { StandingName } from '../run/standing.js';
import { Moment } from '../time/moment.js';
import type { Need, NeedKind } from './needs.js';
import styles from './needs-list.module.css';

const drawnAs: Readonly<Record<NeedKind, { readonly name: StandingName; readonly word?: string }>> = {
  failed: { name: 'failed' },
  stalled: { name: 'stalled' },
  retrying: { name: 'retrying' },
  waiting: { name: 'waiting' },
  approval: { name: 'waiting', word: 'approval' },
  held: { name: 'waiting', word: 'held' },
  late: { name: 'retrying', word: 'late' },
  drifting: { name: 'stalled', word: 'drifting' },
};

export function NeedsList({ needs }: { readonly needs: readonly Need[] }) {
  return (
    <ul>
      {needs.map((need) => (
        <li key={need.key} className={styles.need}>
          <StandingBadge {...drawnAs[need.kind]} />
          <div className={styles.words}>
            <Way need={need} />
            <p className={styles.because} title={need.because}>
              {need.because}
            </p>
          </div>
          {need.sinceMs !== null && (
            <span className={styles.since}>
              <Moment at={need.sinceMs} />
            </span>
          )}
        </li>
      ))}
    </ul>
  );
}

function Way({ need: { title, place } }: { readonly need: Need }) {
  if (place !== null && 'runId' in place) {
    return (
      <Link to="/runs/$runId" params={place} className={styles.title}>
        {title}
      </Link>
    );
  }
  if (place !== null && 'model' in place) {
    return (
      <Link to="/models/$model" params={place} className={styles.title}>
        {title}
      </Link>
    );
  }
  if (place === null) return <span className={styles.title}>{title}</span>;
  return (
    <Link to="/runs" search={{ pipeline: place.pipeline }} className={styles.title}>
      {title}
    </Link>
  );
}
