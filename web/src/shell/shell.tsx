/**
 * Responsible for what is around every view: the way to the others, who is signed in, what is away, and the view's place.
 * Leaves to others: the views.
 */
import { useQuery } from '@tanstack/react-query';
import { Link, Outlet, useRouterState } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';
import { sessionQuery } from '../api/session.js';
import { Mark } from '../design/mark.js';
import { Loading, Problem } from '../design/notice.js';
import { KeyListener } from '../palette/key-listener.js';
import { PaletteButton } from '../palette/palette-button.js';
import { hasCode } from '../sign-in/link-code.js';
import { SignIn } from '../sign-in/sign-in.js';
import { AwayBanner } from './away-banner.js';
import { Navigation } from './navigation.js';
import { PersonMenu } from './person-menu.js';
import styles from './shell.module.css';

export function Shell() {
  const { data: session, error, refetch } = useQuery(sessionQuery);
  // A link signs in whoever follows it, also where somebody else is signed in.
  const [isEntering, setEntering] = useState(hasCode);
  if (session === null || isEntering) return <SignIn onEntered={() => setEntering(false)} />;
  if (session === undefined && error !== null) {
    return (
      <main className={styles.alone}>
        <Problem error={error} onRetry={() => void refetch()} />
      </main>
    );
  }
  if (session === undefined) {
    return (
      <main className={styles.alone}>
        <Loading lines={3} />
      </main>
    );
  }
  return (
    <div className={styles.shell}>
      <a href="#view" className={styles.skip}>
        Skip to the view
      </a>
      <header className={styles.side}>
        <Link to="/" className={styles.mark} aria-label="Espalier, home">
          <Mark />
          Espalier
        </Link>
        <PaletteButton />
        <Navigation />
        <PersonMenu session={session} />
      </header>
      <View />
      <KeyListener />
    </div>
  );
}

function View() {
  const path = useRouterState({ select: (state) => state.location.pathname });
  const main = useRef<HTMLElement>(null);
  const shown = useRef(path);
  // Whoever reads with a screen reader is led to the new view, as a page that is loaded would.
  useEffect(() => {
    if (shown.current === path) return;
    shown.current = path;
    main.current?.focus({ preventScroll: true });
  }, [path]);
  return (
    <main id="view" ref={main} tabIndex={-1} className={styles.view}>
      <AwayBanner />
      <Outlet />
    </main>
  );
}
