/** Responsible for saying on every view what is away and what that stops, and that what is shown may be old. */
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { healthQuery } from '../health/health-query.js';
import { awayServices, wordsOf } from '../health/services.js';
import styles from './away-banner.module.css';

export function AwayBanner() {
  const { data, error } = useQuery(healthQuery);
  if (error !== null) {
    return (
      <p className={styles.banner} role="alert">
        espalier-server does not answer: what you see may be old, and nothing can be changed. The page tries
        again by itself.
      </p>
    );
  }
  const away = awayServices(data);
  if (away.length === 0) return null;
  return (
    <p className={styles.banner} role="alert">
      {away.map(({ name, stops }) => `${wordsOf[name].title} is away: ${stops ?? ''}`).join(' ')}{' '}
      <Link to="/health">Health</Link>
    </p>
  );
}
