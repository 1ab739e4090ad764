/** Responsible for the way to starting a run, of whoever may. */
import { Link } from '@tanstack/react-router';
import { useMayOperate } from '../api/session.js';
import button from '../design/button.module.css';
import styles from './start-link.module.css';

export function StartLink({
  pipeline,
  partition,
}: {
  readonly pipeline?: string | undefined;
  readonly partition?: string;
}) {
  const mayStart = useMayOperate({ isOfTeams: true });
  if (!mayStart) return null;
  const search = {
    ...(pipeline === undefined ? {} : { pipeline }),
    ...(partition === undefined ? {} : { for: partition }),
  };
  return (
    <Link to="/start" search={search} className={`${button.button} ${button.main} ${styles.link}`}>
      Start a run
    </Link>
  );
}
