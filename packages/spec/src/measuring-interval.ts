/**
 * Responsible for how often a network is measured as people write it: `3%` of all steps, `0.5 epochs`, or a number of steps.
 * Leaves to others: measuring (the ranker).
 */
import { z } from 'zod';

const number = '(\\d{1,4}(?:\\.\\d{1,4})?|\\.\\d{1,4})';
const epochsPattern = new RegExp(`^${number} ?epochs?$`);
const sharePattern = new RegExp(`^${number} ?%$`);
const pattern = new RegExp(`^${number} ?(?:epochs?|%)$`);

/** Zod type of an interval; its output is what was written. */
export function measuringIntervalSchema() {
  const error = (issue: { input?: unknown }) =>
    `expected a share of all steps such as 3%, epochs such as 0.5 epochs, or a whole number of steps, not ${JSON.stringify(issue.input)}`;
  const relative = z
    .string()
    .regex(pattern, { error, abort: true })
    .refine(
      (text) => Number.parseFloat(text) > 0 && !(sharePattern.test(text) && Number.parseFloat(text) > 100),
      {
        error,
      },
    )
    .meta({ examples: ['3%', '1 epoch', '0.5 epochs'] });
  return z.union([relative, z.int().min(1)], { error });
}

/** Steps between two measurements, at least one. @throws RangeError when the value is not one that the schema takes */
export function measuringSteps(
  value: string | number,
  { stepsPerEpoch, totalSteps }: { readonly stepsPerEpoch: number; readonly totalSteps: number },
): number {
  if (typeof value === 'number') return value;
  const amount = Number.parseFloat(value);
  const steps = epochsPattern.test(value)
    ? amount * stepsPerEpoch
    : sharePattern.test(value)
      ? (amount / 100) * totalSteps
      : Number.NaN;
  if (Number.isNaN(steps)) throw new RangeError(`${value} is no interval between measurements`);
  return Math.max(1, Math.round(steps));
}
