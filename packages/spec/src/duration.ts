/** Responsible for a length of time as people write it: `90s`, `30m`, `24h`, `7d`. Leaves to others: what is so long. */
import { z } from 'zod';

const secondsOf = { s: 1, m: 60, h: 3_600, d: 86_400 } as const;
const pattern = /^([1-9]\d{0,6})([smhd])$/;
/** Beyond any log, and far from what microseconds in 64 bits overflow at. */
const mostSeconds = 5_000 * 86_400;

/** Zod type of a duration; its output is what was written. */
export function durationSchema() {
  const error = (issue: { input?: unknown }) =>
    `expected a time such as 30m, 24h or 7d, at most 5000d, not ${JSON.stringify(issue.input)}`;
  return z
    .string({ error })
    .regex(pattern, { error, abort: true })
    .refine((text) => durationSeconds(text) <= mostSeconds, { error })
    .meta({ examples: ['30m', '24h', '7d'] });
}

/** @throws RangeError when the text is not one that the schema takes */
export function durationSeconds(text: string): number {
  const match = pattern.exec(text);
  if (match === null) throw new RangeError(`${text} is no duration`);
  return Number(match[1]) * secondsOf[match[2] as keyof typeof secondsOf];
}
