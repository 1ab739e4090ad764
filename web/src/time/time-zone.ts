/** Responsible for moments on a clock: of the browser's zone, of UTC, or of a zone that was chosen by its name. Pure. */

/** `local` is the browser's own. */
export type TimeZoneChoice = 'local' | 'UTC' | (string & {});

function zoneOf(choice: TimeZoneChoice): string | undefined {
  return choice === 'local' ? undefined : choice;
}

/** Whether browsers know the zone. */
export function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return name !== '';
  } catch {
    return false;
  }
}

/** `2026-11-24 14:21:16 GMT+1`: sorts, and says whose clock it is. */
export function exactText(atMs: number, choice: TimeZoneChoice): string {
  const parts = partsOf(atMs, choice);
  return `${parts.year}-${parts.month}-${parts.day} ${parts.hour}:${parts.minute}:${parts.second} ${parts.timeZoneName}`;
}

/** The same with the moment in UTC after it, as logs and IDs of runs have it: `2026-11-24 14:21:16 GMT+1 (13:21:16 UTC)`. */
export function bothTexts(atMs: number, choice: TimeZoneChoice): string {
  const own = exactText(atMs, choice);
  const utc = exactText(atMs, 'UTC');
  if (own === utc) return own;
  const [day, ...rest] = utc.split(' ');
  return `${own} (${own.startsWith(`${day} `) ? rest.join(' ') : utc})`;
}

/** `14:21:16`. */
export function clockText(atMs: number, choice: TimeZoneChoice): string {
  const { hour, minute, second } = partsOf(atMs, choice);
  return `${hour}:${minute}:${second}`;
}

/** `2026-11-24 14:21`. */
export function minuteText(atMs: number, choice: TimeZoneChoice): string {
  const { year, month, day, hour, minute } = partsOf(atMs, choice);
  return `${year}-${month}-${day} ${hour}:${minute}`;
}

function partsOf(atMs: number, choice: TimeZoneChoice): Record<string, string> {
  const format = new Intl.DateTimeFormat('en-GB', {
    timeZone: zoneOf(choice),
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
    timeZoneName: 'short',
  });
  return Object.fromEntries(format.formatToParts(atMs).map(({ type, value }) => [type, value]));
}
