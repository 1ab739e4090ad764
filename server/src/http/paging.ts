/** Responsible for the parts of a request and an answer that lists have in common. Leaves to others: what is listed. */
import { z } from 'zod';

const mostOfCursor = 4_000;

/** @param most that a page may hold */
export function pageQuery(most: number) {
  return z.strictObject({
    limit: z.coerce.number().int().min(1).max(most).default(50),
    cursor: z
      .string()
      .max(mostOfCursor)
      .regex(/^[A-Za-z0-9_-]+$/)
      .optional()
      .describe('`nextCursor` of the page before, of the same list and filters.'),
  });
}

export const nextCursor = z.string().nullable().describe('Null after the last page.');
