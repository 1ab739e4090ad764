/** Responsible for who is signed in, and what they choose for this browser: theme, time zone. */
import { useQueryClient } from '@tanstack/react-query';
import { Popover } from 'radix-ui';
import { useState } from 'react';
import { beginAs, type Session, signOut } from '../api/session.js';
import { Button } from '../design/button.js';
import { isTimeZone } from '../time/time-zone.js';
import styles from './person-menu.module.css';
import { choose, type Theme, usePreferences } from './preferences.js';

export function PersonMenu({ session }: { readonly session: Session }) {
  const client = useQueryClient();
  const leave = async () => {
    await signOut();
    beginAs(client, null);
  };
  return (
    <Popover.Root>
      <Popover.Trigger className={styles.person}>
        <span className={styles.name}>{session.name}</span>
        <span className={styles.role}>
          {session.role}
          {session.team === null ? '' : ` of ${session.team}`}
        </span>
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content
          className={styles.menu}
          aria-label="What you see, and signing out"
          side="top"
          align="start"
          sideOffset={6}
          collisionPadding={8}
        >
          <ThemeChoice />
          <ZoneChoice />
          <Button onClick={() => void leave()}>Sign out</Button>
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}

const themes: readonly { readonly theme: Theme; readonly word: string }[] = [
  { theme: 'system', word: 'As the system' },
  { theme: 'light', word: 'Light' },
  { theme: 'dark', word: 'Dark' },
];

function ThemeChoice() {
  const { theme: chosen } = usePreferences();
  return (
    <fieldset className={styles.choice}>
      <legend>Theme</legend>
      {themes.map(({ theme, word }) => (
        <label key={theme}>
          <input type="radio" name="theme" checked={chosen === theme} onChange={() => choose({ theme })} />
          {word}
        </label>
      ))}
    </fieldset>
  );
}

const ownZone = Intl.DateTimeFormat().resolvedOptions().timeZone;

function ZoneChoice() {
  const { timeZone } = usePreferences();
  const [text, setText] = useState(timeZone === 'local' ? '' : timeZone);
  const isKnown = text === '' || isTimeZone(text);
  return (
    <label className={styles.zone}>
      Time zone
      <input
        value={text}
        list="time-zones"
        placeholder={`This browser’s: ${ownZone}`}
        aria-invalid={!isKnown}
        onChange={({ target: { value } }) => {
          setText(value);
          if (value === '' || isTimeZone(value)) choose({ timeZone: value === '' ? 'local' : value });
        }}
      />
      <datalist id="time-zones">
        {['UTC', ...Intl.supportedValuesOf('timeZone')].map((zone) => (
          <option key={zone} value={zone} />
        ))}
      </datalist>
      {!isKnown && <span className={styles.unknown}>No zone has this name.</span>}
    </label>
  );
}
