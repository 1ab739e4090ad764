/** Responsible for the way to each part of the page, the same on every view. */
import { Link, useRouterState } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import styles from './navigation.module.css';

const places = [
  { to: '/', word: 'Home', path: 'M2 7l6-5 6 5v7H2z' },
  { to: '/runs', word: 'Runs', path: 'M2 4h12M2 8h12M2 12h7' },
  { to: '/pipelines', word: 'Pipelines', path: 'M3 3h4v4H3zM9 9h4v4H9zM7 5h4v4M5 7v4h4' },
  { to: '/models', word: 'Models', path: 'M8 2l6 3-6 3-6-3zM2 8l6 3 6-3M2 11l6 3 6-3' },
  { to: '/schedules', word: 'Schedules', path: 'M8 2a6 6 0 100 12A6 6 0 008 2zM8 5v3l2 1.500' },
  { to: '/backfills', word: 'Backfills', path: 'M3 3v10M6 8l7-4v8z' },
  { to: '/fleet', word: 'Fleet', path: 'M2 3h12v4H2zM2 9h12v4H2zM4.500 5h.01M4.500 11h.01' },
  { to: '/health', word: 'Health', path: 'M1.500 8h3l2-5 3 10 2-5h3' },
] as const;

export function Navigation() {
  const path = useRouterState({ select: (state) => state.location.pathname });
  const nav = useRef<HTMLElement>(null);
  // On a telephone they scroll sideways: where one is, is in sight.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the path marks another place
  useEffect(() => {
    nav.current
      ?.querySelector('[aria-current="page"]')
      ?.scrollIntoView({ block: 'nearest', inline: 'center' });
  }, [path]);
  return (
    <nav ref={nav} aria-label="Parts of the page" className={styles.navigation}>
      <ul>
        {places.map(({ to, word, path }) => (
          <li key={to}>
            <Link
              to={to}
              className={styles.place}
              activeOptions={{ exact: to === '/', includeSearch: false }}
              activeProps={{ className: styles.here }}
            >
              <svg viewBox="0 0 16 16" aria-hidden="true">
                <path d={path} />
              </svg>
              {word}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
