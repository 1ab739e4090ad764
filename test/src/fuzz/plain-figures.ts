/**
 * Responsible for what a plain query of a case's rows says: how many there are, and how they are split into positive and negative,
 * what its columns hold, and how good scores of them are.
 * Leaves to others: what the product says (try-case.ts).
 */
import type { CaseColumn, SourceCase } from './source-case.js';
import { literal, quoted, type Truth } from './truth.js';

/** Share of the rows that a case holds out of its one source. */
export const heldShare = 0.25;

export interface RowCounts {
  readonly rows: number;
  readonly positives: Readonly<Record<string, number>>;
}

export async function countsOf(
  truth: Truth,
  split: 'train' | 'eval',
  tasks: SourceCase['tasks'],
): Promise<RowCounts> {
  const counts = tasks.map(
    ({ name, column, maker }) =>
      `(count(*) FILTER (WHERE (${maker.label(quoted(column.name))}) AND NOT coalesce(${isNaNSql(column)}, false)))::DOUBLE AS ${name}`,
  );
  const [row] = await truth.rows<Record<string, number>>(
    `SELECT count(*)::DOUBLE AS "rows", ${counts.join(', ')} FROM ${split}`,
  );
  const { rows = 0, ...positives } = row ?? {};
  return { rows, positives };
}

function isNaNSql({ name, maker }: CaseColumn): string {
  return /^(DOUBLE|FLOAT)$/.test(maker.type) ? `isnan(${quoted(name)})` : 'false';
}

/** How the rows of the training table may be split, as its key or its time has it. */
export async function splitMistake(
  truth: Truth,
  { held, splitBy }: SourceCase,
  said: { readonly train: number; readonly eval: number },
): Promise<string | null> {
  if (splitBy === null) return null;
  const name = quoted(splitBy.name);
  const none = `(${name} IS NULL OR coalesce(${isNaNSql(splitBy)}, false))`;
  const [row] = await truth.rows<{ without: number; all: number }>(
    `SELECT (count(*) FILTER (WHERE ${none}))::DOUBLE AS without, count(*)::DOUBLE AS "all" FROM train`,
  );
  const { without = 0, all = 0 } = row ?? {};
  if (said.train + said.eval !== all) return `${said.train} + ${said.eval} rows of ${all} stand in a split`;
  if (said.train < without)
    return `${without} rows without a value in ${name} are training rows, not ${said.train}`;
  const share = said.eval / (all - without);
  if (share < heldShare / 3 || share > heldShare * 2)
    return `a share of ${share} is held out instead of ${heldShare}`;
  if (held === 'by key') return null;
  const latest = await truth.rows<{ rows: number }>(
    `SELECT (sum(count(*)) OVER (ORDER BY ${name} DESC))::DOUBLE AS "rows" FROM train WHERE NOT ${none} GROUP BY ${name}`,
  );
  return latest.some(({ rows }) => rows === said.eval)
    ? null
    : `${said.eval} rows are not the latest by ${name}`;
}

/** Rows of the training table that have no value in a column: NULL or NaN. */
export async function missingIn(truth: Truth, column: CaseColumn): Promise<number> {
  const name = quoted(column.name);
  const [row] = await truth.rows<{ missing: number }>(
    `SELECT (count(*) FILTER (WHERE ${name} IS NULL OR coalesce(${isNaNSql(column)}, false)))::DOUBLE AS missing FROM train`,
  );
  return row?.missing ?? 0;
}

/** Values of a text column with at least `minCount` rows, by count, then bytes. */
export async function frequentValues(truth: Truth, column: CaseColumn, minCount: number): Promise<string[]> {
  const name = quoted(column.name);
  const rows = await truth.rows<{ value: string }>(
    `SELECT ${name} AS value FROM train WHERE ${name} IS NOT NULL GROUP BY 1 HAVING count(*) >= ${minCount}
     ORDER BY count(*) DESC, encode(${name})`,
  );
  return rows.map(({ value }) => value);
}

/** A matrix product rounds by how many rows it has at once, and files differ in that. */
export const roundingError = 1e-6;

export interface ScoreFigures {
  /** The least and the greatest that scores which round otherwise can give; null for rows of one class. */
  readonly auc: readonly [low: number, high: number] | null;
  readonly logLoss: number;
  readonly observedOverExpected: number;
}

/**
 * How good scores are that stand in a file in the order of the table `eval`. AUC by pairs of a positive and a negative
 * row (Mann and Whitney 1947): which of two scores is the greater is not said of those that lie within a rounding error.
 */
export async function scoreFigures(
  truth: Truth,
  scoresPath: string,
  task: SourceCase['tasks'][number],
): Promise<ScoreFigures> {
  const label = task.maker.label(quoted(task.column.name));
  const [row] = await truth.rows<{ low: number | null; high: number | null; loss: number; ratio: number }>(
    `WITH labelled AS (
       SELECT coalesce(${label}, false) AS y, p::DOUBLE AS p
       FROM (SELECT *, row_number() OVER (ORDER BY rowid) AS __n FROM eval) JOIN
         (SELECT ${quoted(task.name)} AS p, file_row_number + 1 AS __m FROM read_parquet(${literal(scoresPath)}, file_row_number = true)) ON __n = __m
     ), pairs AS (
       SELECT avg((a.p - b.p > ${roundingError})::INTEGER) AS low, avg((a.p - b.p > -${roundingError})::INTEGER) AS high
       FROM labelled AS a, labelled AS b WHERE a.y AND NOT b.y
     )
     SELECT any_value(low) AS low, any_value(high) AS high, avg(-ln(CASE WHEN y THEN p ELSE 1 - p END)) AS loss,
            count(*) FILTER (WHERE y) / sum(p) AS ratio
     FROM labelled, pairs`,
  );
  if (row === undefined) throw new Error(`No figures of ${scoresPath}.`);
  const { low, high, loss, ratio } = row;
  return {
    auc: low === null || high === null ? null : [low, high],
    logLoss: loss,
    observedOverExpected: ratio,
  };
}
