/** Responsible for when a schedule fires, in words. Pure. */
import type { Schemas } from '../api/client.js';

type Rhythm = Pick<Schemas['ScheduleDefinition'], 'cron' | 'everySeconds' | 'offsetSeconds' | 'timezone'>;

/** `0 6 * * * (Europe/Berlin)`, `every 6 h, 30 min later`. */
export function rhythmText({ cron, everySeconds, offsetSeconds, timezone }: Rhythm): string {
  if (cron !== null) return `${cron} (${timezone})`;
  const every = `every ${lengthText(everySeconds ?? 0)}`;
  return offsetSeconds === 0 ? every : `${every}, ${lengthText(offsetSeconds)} later`;
}

const units = [
  ['d', 86_400],
  ['h', 3_600],
  ['min', 60],
  ['s', 1],
] as const;

/** In the largest units that hold it whole. */
function lengthText(seconds: number): string {
  const parts: string[] = [];
  let left = seconds;
  for (const [unit, size] of units) {
    const count = Math.floor(left / size);
    if (count > 0) parts.push(`${count} ${unit}`);
    left -= count * size;
  }
  return parts.join(' ') || '0 s';
}
