/**
 * Responsible for times that are written as texts: whether they sort as texts as they follow each other.
 * Leaves to others: reading them, and where they are cut (split-rows.ts).
 */
import { EspalierError } from '@espalier/domain';
import type { Database } from './database.js';
import { shownName } from './sql-text.js';

/**
 * Looks at the texts in the table `split_time (moment)`: dates and times as ISO 8601 has them, or digits of one length.
 * @throws EspalierError `spec.invalid`, with an example
 */
export async function refuseUnsortedTexts(database: Database, column: string): Promise<void> {
  const { digits, odd } = await database.row<{ digits: boolean; odd: string | null }>(
    `WITH text AS (SELECT DISTINCT CAST(moment AS VARCHAR) AS moment FROM split_time),
          time AS (SELECT moment, TRY_CAST(moment AS TIMESTAMPTZ) AS instant FROM text),
          placed AS (SELECT moment, instant, max(instant) OVER (ORDER BY moment ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS latest
            FROM time)
     SELECT coalesce(bool_and(regexp_full_match(moment, '[0-9]+')) AND min(length(moment)) = max(length(moment)), true) AS digits,
            min(moment) FILTER (WHERE instant IS NULL OR instant < latest) AS odd
     FROM placed`,
  );
  if (digits || odd === null) return;
  const path = 'source.split.by';
  const message = `${column} holds texts that don't sort by time, such as ${shownName(odd)}: write it as a date, a time or a number, or as texts like 2026-01-31 12:00:00`;
  throw new EspalierError('spec.invalid', `${path}: ${message}.`, {
    details: { issues: [{ path, code: 'unsupported-type', message }] },
  });
}
