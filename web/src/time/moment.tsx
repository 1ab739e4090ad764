/** Responsible for a moment as the page shows it: how long ago, and on hover exactly when. */
import { usePreferences } from '../shell/preferences.js';
import { durationText, relativeText } from './durations.js';
import { useNow } from './now.js';
import { bothTexts } from './time-zone.js';

/** @param at ISO 8601, or milliseconds since the epoch */
export function Moment({ at }: { readonly at: string | number }) {
  const now = useNow();
  const { timeZone } = usePreferences();
  const atMs = typeof at === 'number' ? at : Date.parse(at);
  return (
    <time dateTime={new Date(atMs).toISOString()} title={bothTexts(atMs, timeZone)}>
      {relativeText(atMs, now)}
    </time>
  );
}

/** How long something has taken, counting while it goes on. @param endMs null while it does */
export function Lasting({ startMs, endMs }: { readonly startMs: number; readonly endMs: number | null }) {
  const { timeZone } = usePreferences();
  const title = `${bothTexts(startMs, timeZone)}${endMs === null ? '' : `\nto ${bothTexts(endMs, timeZone)}`}`;
  return (
    <span title={title}>{endMs === null ? <Counting from={startMs} /> : durationText(endMs - startMs)}</span>
  );
}

function Counting({ from }: { readonly from: number }) {
  return durationText(useNow() - from);
}
