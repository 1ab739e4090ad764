/**
 * Responsible for numbers that float32 can't hold as they are (times, IDs, YYYYMMDD): which reference, subtracted before they
 * are rounded, keeps their digits, and what is said where none does. Looked for on a sample of the rows.
 * Leaves to others: subtracting it (column-kinds.ts), in extraction as in scoring.
 */
import type { FeatureColumn } from '@espalier/domain';
import type { SpecIssue } from '@espalier/spec';
import { isBeyondDouble, isWide, numberSql } from './column-kinds.js';
import type { Database } from './database.js';
import type { InspectedObject } from './inspect-source.js';
import { sampleSource } from './sample-blocks.js';
import type { SourceAccess } from './source-bytes.js';
import { operand, quoteName, quoteText } from './sql-text.js';

/** Sampled rows x columns, at most: 320 MB. */
const mostCells = 20_000_000;
const mostRows = 20_000;
const fewestRows = 2_000;
/** Columns of a query: its time grows faster than their number. */
const columnsAtOnce = 100;
/** Up to here float32 tells all whole numbers apart. */
const wholeInFloat = 2 ** 24;
/** Rows of a first look at fractions: they show what has fewer than some 200,000 floats to be. */
const fractionRows = 4_000;
/** Two random doubles may meet in one float32; from this share of lost values on it is no chance. */
const keptShare = 0.99;

export interface ReferencedFeatures {
  /** As given, those with a reference where one keeps digits. */
  readonly features: readonly FeatureColumn[];
  readonly warnings: readonly SpecIssue[];
  readonly notes: readonly string[];
}

export interface NumbersToKeep {
  readonly objects: readonly InspectedObject[];
  readonly features: readonly FeatureColumn[];
  /** DuckDB's type of each feature's expression, by the feature's name. */
  readonly types: ReadonlyMap<string, string>;
  /** Source columns that features read; null for all. */
  readonly columns: readonly string[] | null;
}

/** A column of `sampled_numbers`, or what is left of it above a reference. */
interface Sampled {
  readonly sql: string;
  /** Whether it is a HUGEINT; else a DOUBLE. */
  readonly integer: boolean;
  /** What tells values apart that are the same as DOUBLE. */
  readonly exact: string | null;
}

/** What the sample shows of one column, of values other than NULL and NaN. */
interface Seen {
  /** Whether all of them are whole. */
  readonly whole: boolean;
  /** Mean distance between a value and its float32. */
  readonly error: number;
  /** Different values; of fractions to twelve digits, since sums of doubles differ in their last ones. */
  readonly distinct: number;
  /** Different values as float32. */
  readonly kept: number;
}

/** Reads at most some 20,000 rows; the same source gives the same references. */
export async function findReferences(
  database: Database,
  source: NumbersToKeep,
  access: SourceAccess,
): Promise<ReferencedFeatures> {
  const { features, types } = source;
  const typeOf = (name: string) => types.get(name) ?? 'DOUBLE';
  const wide = features.filter(({ kind, name }) => kind === 'numeric' && isWide(typeOf(name)));
  const none = { features, warnings: [], notes: [] };
  if (wide.length === 0) return none;
  const columns = wide.map(({ name, sql }, index) => {
    const type = typeOf(name);
    const number = numberSql(sql, type);
    // A column as it stands can't fail, and is read faster without TRY.
    const total = (value: string) => (sql === quoteName(name) ? value : `TRY(${value})`);
    const exact = isBeyondDouble(type) ? `x${index}` : null;
    const own = [`${total(number)} AS v${index}`];
    if (exact !== null) own.push(`${total(operand(sql))} AS ${exact}`);
    return { own, sampled: { sql: `v${index}`, integer: number.endsWith('AS HUGEINT)'), exact } };
  });
  const numbers = columns.flatMap(({ own }) => own);
  if (!(await readNumbers(database, source, numbers, access))) return none;
  const sampled = columns.map((column) => column.sampled);
  const suspects = await suspectNumbers(database, sampled);
  const references = new Map<string, string>();
  const warnings: SpecIssue[] = [];
  const notes: string[] = [];
  for (const [index, feature] of wide.entries()) {
    if (!suspects.has(index)) continue;
    const [before] = await look(database, [sampled[index] as Sampled]);
    if (before === undefined || isHeld(before)) continue;
    const { reference, after } = await bestReference(database, sampled[index] as Sampled, before);
    if (reference !== null) references.set(feature.name, reference);
    const remark = remarkOn(feature, reference, after);
    if (typeof remark === 'string') notes.push(remark);
    else warnings.push(remark);
  }
  await database.run('DROP TABLE sampled_numbers');
  const referenced = features.map((feature) => {
    const reference = references.get(feature.name);
    return reference === undefined ? feature : { ...feature, reference };
  });
  return { features: referenced, warnings, notes };
}

/** Into the table `sampled_numbers`. @returns false where there are no rows */
async function readNumbers(
  database: Database,
  { objects, columns }: NumbersToKeep,
  numbers: readonly string[],
  access: SourceAccess,
): Promise<boolean> {
  const rows = Math.min(mostRows, Math.max(fewestRows, Math.floor(mostCells / numbers.length)));
  let made = false;
  await sampleSource(database, objects, { rows, columns }, access).each(async (table) => {
    const into = made ? 'INSERT INTO sampled_numbers' : 'CREATE OR REPLACE TEMP TABLE sampled_numbers AS';
    await database.run(`${into} SELECT ${numbers.join(',\n')} FROM ${table} AS source`);
    made = true;
  });
  return made;
}

function isHeld({ whole, error, distinct, kept }: Seen): boolean {
  return whole ? error === 0 && kept === distinct : kept >= keptShare * distinct;
}

/** The middle of the values that are lost: what stands for a missing value, a zero say, may be far from them. */
async function bestReference(
  database: Database,
  column: Sampled,
  before: Seen,
): Promise<{ readonly reference: string | null; readonly after: Seen }> {
  const asFloat = `TRY_CAST(${column.sql} AS FLOAT)`;
  const lost = before.whole
    ? `${roundTrip(column)} <> ${column.sql}`
    : `${asFloat} IN (SELECT ${asFloat} FROM sampled_numbers GROUP BY 1 HAVING count(DISTINCT ${column.sql}) > 1)`;
  const median = `quantile_disc(${column.sql}, 0.5)`;
  const text = before.whole ? `CAST(${median} AS HUGEINT)` : median;
  const { reference } = await database.row<{ reference: string | null }>(
    `SELECT CAST(${text} AS VARCHAR) AS reference FROM sampled_numbers WHERE ${finite(column)} AND ${lost}`,
  );
  if (reference === null) return { reference, after: before };
  const type = column.integer ? 'HUGEINT' : 'DOUBLE';
  const sql = `(${column.sql} - CAST(${quoteText(reference)} AS ${type}))`;
  const [after = before] = await look(database, [{ ...column, sql }]);
  const better = after.kept * keptShare > before.kept || after.error * 4 <= before.error;
  return better ? { reference, after } : { reference: null, after: before };
}

function remarkOn({ name, sql }: FeatureColumn, reference: string | null, after: Seen): SpecIssue | string {
  if (after.kept < keptShare * after.distinct) {
    const count = (values: number) => values.toLocaleString('en-US');
    const message = `\`${name}\` loses digits as a 32-bit float: ${count(after.distinct)} different values of the sampled rows become ${count(after.kept)}; exclude it (features.exclude), and where its values are codes derive a text instead (features.derived, sql: CAST(${sql} AS VARCHAR))`;
    return { path: 'features', code: 'digits-lost', message };
  }
  return reference === null
    ? `\`${name}\` has more digits than 32-bit floats, and is rounded to them; exclude it if it is an ID.`
    : `\`${name}\` is taken less ${reference}, so that 32-bit floats keep its digits.`;
}

const finite = ({ sql, integer }: Sampled) =>
  integer ? `${sql} IS NOT NULL` : `${sql} IS NOT NULL AND isfinite(${sql})`;

/** SQL of a number as float32, again in its own type; NULL where it is beyond float32. */
const roundTrip = ({ sql, integer }: Sampled) =>
  `CAST(TRY_CAST(${sql} AS FLOAT) AS ${integer ? 'HUGEINT' : 'DOUBLE'})`;

/**
 * Positions of the columns that are worth a look at every value: whole numbers beyond float32, and fractions of which some meet in one
 * float32 in a part of the rows. Counting different values of all columns takes longer than all else that is done before a run.
 */
async function suspectNumbers(database: Database, columns: readonly Sampled[]): Promise<Set<number>> {
  const numbered = [...columns.entries()];
  const suspects = new Set<number>();
  const fractions: [number, Sampled][] = [];
  // NaN and infinity count as whole here, and as beyond every float: a look at every value leaves them out.
  const found = await measure(database, numbered, 'sampled_numbers', ({ sql, integer }) => [
    integer ? 'true' : `coalesce(bool_and(${sql} = trunc(${sql})), true)`,
    `coalesce(greatest(max(${sql}), -min(${sql})), 0)::DOUBLE`,
  ]);
  for (const [index, column] of numbered) {
    const [whole, largest] = found.get(index) ?? [];
    if (whole === true && column.exact === null) {
      if (!(Number(largest) <= wholeInFloat)) suspects.add(index);
    } else fractions.push([index, column]);
  }
  const some = `(SELECT * FROM sampled_numbers USING SAMPLE reservoir(${fractionRows} ROWS) REPEATABLE (7))`;
  const met = await measure(database, fractions, some, (column) => {
    const rows = `FILTER (WHERE ${finite(column)})`;
    return [
      `(count(DISTINCT ${column.exact ?? column.sql}) ${rows})::DOUBLE`,
      `(count(DISTINCT TRY_CAST(${column.sql} AS FLOAT)) ${rows})::DOUBLE`,
    ];
  });
  for (const [index] of fractions) {
    const [distinct, kept] = met.get(index) ?? [];
    if (Number(kept) < keptShare * Number(distinct)) suspects.add(index);
  }
  return suspects;
}

/** Two figures of each column, by its position. */
async function measure(
  database: Database,
  columns: readonly [number, Sampled][],
  from: string,
  figures: (column: Sampled) => readonly [string, string],
): Promise<Map<number, readonly [unknown, unknown]>> {
  const found = new Map<number, readonly [unknown, unknown]>();
  for (let first = 0; first < columns.length; first += columnsAtOnce) {
    const some = columns.slice(first, first + columnsAtOnce);
    const selected = some.flatMap(([index, column]) => {
      const [a, b] = figures(column);
      return [`${a} AS a${index}`, `${b} AS b${index}`];
    });
    const row = await database.row<Record<string, unknown>>(`SELECT ${selected.join(',\n')} FROM ${from}`);
    for (const [index] of some) found.set(index, [row[`a${index}`], row[`b${index}`]]);
  }
  return found;
}

async function look(database: Database, columns: readonly Sampled[]): Promise<Seen[]> {
  const seen: Seen[] = [];
  for (let first = 0; first < columns.length; first += columnsAtOnce) {
    const some = columns.slice(first, first + columnsAtOnce);
    const measures = some.flatMap((column, i) => {
      const { sql, integer } = column;
      const rows = `FILTER (WHERE ${finite(column)})`;
      return [
        integer ? `true AS w${i}` : `coalesce(bool_and(${sql} = trunc(${sql})) ${rows}, true) AS w${i}`,
        `coalesce(avg(abs(CAST(${roundTrip(column)} - ${sql} AS DOUBLE))) ${rows}, 0) AS e${i}`,
        `count(DISTINCT ${column.exact ?? sql}) ${rows}::DOUBLE AS d${i}`,
        `count(DISTINCT TRY_CAST(${sql} AS FLOAT)) ${rows}::DOUBLE AS k${i}`,
      ];
    });
    const found = await database.row<Record<string, number | boolean>>(
      `SELECT ${measures.join(',\n')} FROM sampled_numbers`,
    );
    for (const [i, column] of some.entries()) {
      const whole = found[`w${i}`] === true;
      const kept = Number(found[`k${i}`]);
      const distinct = Number(found[`d${i}`]);
      const noisy = !whole && column.exact === null && kept < keptShare * distinct;
      seen.push({
        whole,
        error: Number(found[`e${i}`]),
        distinct: noisy ? await distinctToTwelveDigits(database, column) : distinct,
        kept,
      });
    }
  }
  return seen;
}

async function distinctToTwelveDigits(database: Database, column: Sampled): Promise<number> {
  const { distinct } = await database.row<{ distinct: number }>(
    `SELECT count(DISTINCT format('{:.12g}', ${column.sql}))::DOUBLE AS "distinct" FROM sampled_numbers WHERE ${finite(column)}`,
  );
  return distinct;
}
