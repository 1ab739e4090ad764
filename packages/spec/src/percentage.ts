/**
 * Responsible for shares of rows as people write them: `10%` or `0.1`.
 * Leaves to others: which rows a share picks.
 */
import { z } from 'zod';

/**
 * Reads a share strictly between 0 and 1 (`upTo: 'below-one'`) or up to and with 1 (`'one'`).
 * @returns the share as a fraction, or null when the text is not one.
 */
export function parseShare(value: unknown, upTo: 'below-one' | 'one'): number | null {
  const share = typeof value === 'number' ? value : shareFromText(value);
  if (share === null || !(share > 0)) return null;
  return (upTo === 'one' ? share <= 1 : share < 1) ? share : null;
}

function shareFromText(value: unknown): number | null {
  const match = typeof value === 'string' ? /^\s*(\d+(?:\.\d+)?|\.\d+)\s*(%?)\s*$/.exec(value) : null;
  if (!match) return null;
  return match[2] === '%' ? Number(match[1]) / 100 : Number(match[1]);
}

/** Zod type of a share; its output is a fraction. */
export function shareSchema(upTo: 'below-one' | 'one') {
  const range = upTo === 'one' ? 'up to 100%' : 'below 100%';
  return z
    .union([z.string(), z.number()], { error: `expected a share such as 10% or 0.1` })
    .transform((value, context): number => {
      const share = parseShare(value, upTo);
      if (share !== null) return share;
      context.issues.push({
        code: 'custom',
        input: value,
        message: `expected a share above 0 and ${range}, such as 10% or 0.1, not ${JSON.stringify(value)}`,
      });
      return z.NEVER;
    });
}
