/**
 * Responsible for the spacing of checkpoints as people write it: `10s`, `5m`, `1h`, or a number of steps.
 * Leaves to others: when one is due (the training loop).
 */
import type { CheckpointSpacing } from '@espalier/domain';
import { z } from 'zod';

const secondsOf = { s: 1, m: 60, h: 3600 } as const;
const timePattern = /^([1-9]\d{0,4})([smh])$/;

/** Zod type of a spacing; its output is what was written. */
export function checkpointSpacingSchema() {
  const error = (issue: { input?: unknown }) =>
    `expected a time such as 10s, 5m or 1h, or a whole number of steps, not ${JSON.stringify(issue.input)}`;
  const time = z
    .string()
    .regex(timePattern, { error })
    .meta({ examples: ['10s', '5m', '1h'] });
  return z.union([time, z.int().min(1)], { error });
}

/** @throws RangeError when the value is not one that the schema takes */
export function checkpointSpacing(value: string | number): CheckpointSpacing {
  if (typeof value === 'number') return { steps: value };
  const match = timePattern.exec(value);
  if (match === null) throw new RangeError(`${value} is not a spacing of checkpoints`);
  return { seconds: Number(match[1]) * secondsOf[match[2] as keyof typeof secondsOf] };
}
