/**
 * Responsible for `features.lookups` and `features.counts`: columns that are joined to the source's rows from tables and logs.
 * Leaves to others: rules between them (join-rules.ts), whether the data has what they name (features).
 */
import { z } from 'zod';
import { durationSchema } from './duration.js';

const column = z.string().min(1);

const namesSome = (columns: object) => Object.keys(columns).length > 0;

const columnsError = (issue: { input?: unknown }) =>
  issue.input === undefined
    ? 'is missing'
    : 'expected a list of columns, such as [country, device], or a mapping such as { topic: post_topic }';

export const lookup = z.strictObject({
  uri: z.string().min(1).describe('The table: a Parquet file, a folder, a pattern or an S3 prefix.'),
  key: column.describe('Column of the table that says which row is whose.'),
  by: column.optional().describe("Column of the source's rows with the same values. Without it `key`."),
  columns: z
    .union([z.array(column).min(1), z.record(column, column).refine(namesSome, 'names no column')], {
      error: columnsError,
    })
    .describe('What is looked up: a list of columns, or a mapping of columns to the names that they get.'),
  known: column
    .optional()
    .describe(
      'Column of the table: the moment from which its row was known. Of a key, the latest row that was known by `asOf` counts. Without it, the table has one row a key.',
    ),
});

const history = z.strictObject({
  uri: z
    .string()
    .min(1)
    .describe('The log: a folder, a pattern, an S3 prefix, or with {day} cut by time as the source is.'),
  arrived: column.describe(
    'Column of the log: the moment from which its row was known. Never the time of the event.',
  ),
  key: column.optional().describe('Column of the log that `by` is compared with. Without it `by`.'),
  late: durationSchema()
    .optional()
    .describe(
      'With `partitions`: how much later than its event a record may arrive and still count; so many more partitions are read. Without it none.',
    ),
  atLeast: z
    .int()
    .min(1)
    .optional()
    .describe('With `partitions`: how many of the partitions that are read must be there. Without it all.'),
});

export const count = z.strictObject({
  name: column.describe('Name of the new column: how many rows of the log had arrived.'),
  of: history.describe('The log whose rows are counted.'),
  by: column.describe("Column of the source's rows: rows of the log with the same value are counted."),
  where: z.string().min(1).optional().describe('DuckDB SQL over one row of the log: which rows count.'),
  over: durationSchema().describe('How far back from `asOf` a row of the log may have arrived.'),
});

/** The names that a lookup's columns have in the table, and those that they get. A mapping has no order of its own: its keys' is taken, as a run's stored pipeline has them. */
export function lookedUpColumns(
  columns: z.output<typeof lookup>['columns'],
): readonly { readonly from: string; readonly name: string }[] {
  return Array.isArray(columns)
    ? columns.map((name) => ({ from: name, name }))
    : Object.entries(columns)
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([from, name]) => ({ from, name }));
}
