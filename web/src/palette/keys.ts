/** Responsible for which keys do what, everywhere on the page. Pure. Leaves to others: listening (key-listener.tsx), telling people (shortcuts.tsx). */

/** Views by the letter after `g`. */
export const viewsByLetter = {
  h: { to: '/', word: 'Home' },
  r: { to: '/runs', word: 'Runs' },
  p: { to: '/pipelines', word: 'Pipelines' },
  m: { to: '/models', word: 'Models' },
  s: { to: '/schedules', word: 'Schedules' },
  b: { to: '/backfills', word: 'Backfills' },
  f: { to: '/fleet', word: 'Fleet' },
  e: { to: '/health', word: 'Health' },
} as const;
type ViewLetter = keyof typeof viewsByLetter;

export type KeyAction =
  | { readonly name: 'palette' | 'shortcuts' | 'start' | 'find' | 'await' }
  | { readonly name: 'view'; readonly letter: ViewLetter };

export interface PressedKey {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
  /** It goes into a field. */
  readonly isTyped: boolean;
  /** Something is asked in front of the page. */
  readonly isAsking: boolean;
}

/** @param after the key before, where it waits for another; null where not @returns null where it means nothing */
export function actionOf(
  { key, ctrlKey, metaKey, altKey, isTyped, isAsking }: PressedKey,
  after: 'g' | null,
): KeyAction | null {
  if (isAsking) return null;
  if ((ctrlKey || metaKey) && !altKey && key.toLowerCase() === 'k') return { name: 'palette' };
  if (ctrlKey || metaKey || altKey || isTyped) return null;
  if (after === 'g' && Object.hasOwn(viewsByLetter, key)) return { name: 'view', letter: key as ViewLetter };
  switch (key) {
    case 'g':
      return { name: 'await' };
    case '?':
      return { name: 'shortcuts' };
    case 'n':
      return { name: 'start' };
    case '/':
      return { name: 'find' };
    default:
      return null;
  }
}
