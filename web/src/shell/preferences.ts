/** Responsible for what a person has chosen for this browser: theme and time zone. Kept in its storage, where no secret ever lies. */
import { useSyncExternalStore } from 'react';
import { isTimeZone, type TimeZoneChoice } from '../time/time-zone.js';

export type Theme = 'system' | 'light' | 'dark';

export interface Preferences {
  readonly theme: Theme;
  readonly timeZone: TimeZoneChoice;
}

const storageKey = 'espalier.preferences';
const themes: readonly Theme[] = ['system', 'light', 'dark'];
const darkSystem = matchMedia('(prefers-color-scheme: dark)');
const listeners = new Set<() => void>();
let preferences = read();

/** What can't be read is as if nothing was chosen. */
function read(): Preferences {
  let kept: Partial<Record<keyof Preferences, unknown>> = {};
  try {
    kept = JSON.parse(localStorage.getItem(storageKey) ?? '{}');
  } catch {
    // Storage may be closed to the page.
  }
  const theme = themes.find((each) => each === kept.theme) ?? 'system';
  const { timeZone } = kept;
  const isKnown = typeof timeZone === 'string' && (timeZone === 'local' || isTimeZone(timeZone));
  return { theme, timeZone: isKnown ? timeZone : 'local' };
}

export function choose(change: Partial<Preferences>): void {
  preferences = { ...preferences, ...change };
  try {
    localStorage.setItem(storageKey, JSON.stringify(preferences));
  } catch {
    // It then counts until the page is left.
  }
  applyTheme();
  for (const listener of listeners) listener();
}

export function usePreferences(): Preferences {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => preferences,
  );
}

export function applyTheme(): void {
  const { theme } = preferences;
  const isDark = theme === 'dark' || (theme === 'system' && darkSystem.matches);
  const shown = isDark ? 'dark' : 'light';
  if (document.documentElement.dataset.theme === shown) return;
  document.documentElement.dataset.theme = shown;
  dispatchEvent(new Event('themechange'));
}

darkSystem.addEventListener('change', applyTheme);
