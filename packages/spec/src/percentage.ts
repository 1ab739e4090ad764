/**
 * Responsible for shares of rows as people write them: `10%` or `0.1`.
 * Leaves to others: which rows a share picks.
 */
import { z } from 'zod';

/** Strictly between 0 and 1; the same with 0; or above 0 up to and with 1. */
export type ShareRange = 'below-one' | 'from-zero' | 'one';

const rangeTexts: Readonly<Record<ShareRange, string>> = {
  'below-one': 'above 0 and below 100%',
  'from-zero': 'from 0 to below 100%',
  one: 'above 0 and up to 100%',
};

/** @returns the share as a fraction, or null when the text is not one in the range. */
export function parseShare(value: unknown, range: ShareRange): number | null {
  const share = typeof value === 'number' ? value : shareFromText(value);
  if (share === null || !(range === 'from-zero' ? share >= 0 : share > 0)) return null;
  return (range === 'one' ? share <= 1 : share < 1) ? share : null;
}

function shareFromText(value: unknown): number | null {
  const match = typeof value === 'string' ? /^\s*(\d+(?:\.\d+)?|\.\d+)\s*(%?)\s*$/.exec(value) : null;
  if (!match) return null;
  return match[2] === '%' ? Number(match[1]) / 100 : Number(match[1]);
}

/** Zod type of a share; its output is a fraction. */
export function shareSchema(range: ShareRange) {
  return z
    .union([z.string(), z.number()], { error: `expected a share such as 10% or 0.1` })
    .transform((value, context): number => {
      const share = parseShare(value, range);
      if (share !== null) return share;
      context.issues.push({
        code: 'custom',
        input: value,
        message: `expected a share ${rangeTexts[range]}, such as 10% or 0.1, not ${JSON.stringify(value)}`,
      });
      return z.NEVER;
    });
}
