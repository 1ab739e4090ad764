/** Responsible for what people were told of late: promotions among it. */
import { Link } from '@tanstack/react-router';
import type { Schemas } from '../api/client.js';
import { Empty } from '../design/notice.js';
import { Moment } from '../time/moment.js';
import styles from './recent-words.module.css';

const most = 6;

export function RecentWords({
  notifications,
}: {
  readonly notifications: readonly Schemas['Notification'][];
}) {
  if (notifications.length === 0) return <Empty title="Nothing yet." />;
  return (
    <ul>
      {notifications.slice(0, most).map(({ id, title, at, runId, model }) => (
        <li key={id} className={styles.word}>
          <span className={styles.title}>
            {model !== null ? (
              <Link to="/models/$model" params={{ model }}>
                {title}
              </Link>
            ) : runId !== null ? (
              <Link to="/runs/$runId" params={{ runId }}>
                {title}
              </Link>
            ) : (
              title
            )}
          </span>
          <span className={styles.time}>
            <Moment at={at} />
          </span>
        </li>
      ))}
    </ul>
  );
}
