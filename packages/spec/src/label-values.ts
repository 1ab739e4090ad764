/**
 * Responsible for which values of a column make a row positive, as SQL with the share of such rows.
 * Leaves to others: which columns are worth a task (task-suggestions.ts).
 */
import { isDuration, type LabelTell } from './column-roles.js';
import type { ColumnProfile } from './parquet-profile.js';
import { sqlName, sqlText } from './sql-text.js';

export interface PositiveRows {
  /** DuckDB SQL, true for a positive row and never NULL. */
  readonly label: string;
  /** Share of the rows that are positive. */
  readonly rate: number;
  /** Added to the column's name where the column has several labels: `good`. */
  readonly suffix: string | null;
}

/** What stands for yes, and what for no beside it. */
const pairs: ReadonlyMap<string, readonly string[]> = new Map([
  ['1', ['0', '-1']],
  ['t', ['f']],
  ['y', ['n']],
  ['on', ['off']],
]);
const trueValues: ReadonlySet<string> = new Set('true yes positive pos success'.split(' '));
const falseValues: ReadonlySet<string> = new Set('0 false no none never negative neg failure'.split(' '));

const greatestRate = 0.95;
const leastRate = 0.0005;
const leastTextRate = 0.01;
const greatestTextRate = 0.5;

/** How texts of the column are compared: as they stand, without the spaces around them, or in any case. */
const forms = [
  { of: (text: string) => text, sql: (name: string) => name },
  { of: (text: string) => text.replace(/^ +| +$/g, ''), sql: (name: string) => `trim(${name})` },
  {
    of: (text: string) => text.replace(/^ +| +$/g, '').toLowerCase(),
    sql: (name: string) => `lower(trim(${name}))`,
  },
] as const;

interface ValueShare {
  readonly value: string;
  readonly rate: number;
}

/** Null where no value is a plausible action or outcome. */
export function positiveRows(column: ColumnProfile, tell: LabelTell): PositiveRows | null {
  if (column.kind === null || column.rows === 0 || column.distinct < 2) return null;
  const named = tell !== 'plain' && tell !== 'description';
  return twoValued(column) ?? (named ? manyValued(column, tell) : null);
}

function isNumber({ duckdbType }: ColumnProfile): boolean {
  return /^(U?(TINY|SMALL|BIG|HUGE)?INT|U?INTEGER|FLOAT|DOUBLE|DECIMAL\(.*\))$/.test(duckdbType);
}

/** `1.00` and `1e0` as `1`; texts that are no number as they are. */
function canonical(value: string): string {
  const number = Number(value);
  return value.trim() !== '' && Number.isSafeInteger(number) ? String(number) : value;
}

function twoValued(column: ColumnProfile): PositiveRows | null {
  // Few of the values are known, and those that are not might be a third.
  if (column.distinct > column.topValues.length) return null;
  for (const form of isNumber(column) || column.duckdbType === 'BOOLEAN' ? forms.slice(0, 1) : forms) {
    const shares = new Map<string, number>();
    for (const { value, count } of column.topValues) {
      const key = form.of(value);
      shares.set(key, (shares.get(key) ?? 0) + count / column.rows);
    }
    if (shares.size !== 2) continue;
    const values = [...shares].map(([value, rate]) => ({ value, rate }));
    const chosen = positiveOf(values);
    if (chosen.rate < leastRate || chosen.rate > greatestRate) return null;
    return {
      label: neverNull(column, equals(column, chosen.value, form.sql(sqlName(column.name)))),
      rate: chosen.rate,
      suffix: null,
    };
  }
  return null;
}

/** A value that means yes; else the one beside a value that means no; else the rarer one. */
function positiveOf(values: readonly ValueShare[]): ValueShare {
  const meaning = ({ value }: ValueShare) => canonical(value.trim().toLowerCase());
  const others = (than: ValueShare) => values.filter((value) => value !== than);
  const yes = values.find(
    (value) =>
      trueValues.has(meaning(value)) ||
      others(value).some((other) => pairs.get(meaning(value))?.includes(meaning(other))),
  );
  const notNo = values.find((value) => others(value).some((other) => falseValues.has(meaning(other))));
  return yes ?? notNo ?? values.reduce((rarer, other) => (other.rate < rarer.rate ? other : rarer));
}

function equals(column: ColumnProfile, value: string, name: string): string {
  if (column.duckdbType === 'BOOLEAN') return value === 'true' ? name : `NOT ${name}`;
  return `${name} = ${isNumber(column) ? canonical(value) : sqlText(value)}`;
}

function neverNull(column: ColumnProfile, test: string): string {
  return column.nulls > 0 ? `coalesce(${test}, false)` : test;
}

function manyValued(column: ColumnProfile, tell: LabelTell): PositiveRows | null {
  if (column.kind === 'categorical')
    return (tell === 'rating' ? ratingText(column) : null) ?? frequentText(column);
  const { numbers } = column;
  if (numbers === undefined || !isNumber(column) || tell === 'outcome') return null;
  const isLength = tell === 'action' && isDuration(column.name);
  if (tell === 'action' && !isLength && numbers.whole && numbers.least === 0) {
    const { positive } = numbers;
    return positive >= leastRate && positive <= greatestRate ? threshold(column, '> 0', positive) : null;
  }
  const values = column.topValues
    .map(({ value, count }) => ({ value: Number(value), rate: count / column.rows }))
    .sort((a, b) => b.value - a.value);
  // What is above is known as three of ten at most.
  if (column.distinct > values.length) return threshold(column, `> ${numbers.upper}`, 0.3);
  if (tell === 'action' && !isLength) return null;
  const least = leastOfUpper(values);
  return least === null ? null : threshold(column, `>= ${least.value}`, least.rate);
}

/** From the highest value down to where half of the rows are reached. @param values descending */
function leastOfUpper(
  values: readonly { readonly value: number; readonly rate: number }[],
): { readonly value: number; readonly rate: number } | null {
  let rate = 0;
  let best: { value: number; rate: number } | null = null;
  for (const { value, rate: own } of values) {
    rate += own;
    if (best !== null && rate > greatestTextRate) break;
    best = { value, rate };
  }
  return best === null || best.rate > greatestRate ? null : best;
}

/** A rating whose numbers are kept as texts. */
function ratingText(column: ColumnProfile): PositiveRows | null {
  if (column.distinct > column.topValues.length) return null;
  const values = column.topValues.map(({ value, count }) => ({
    value: value.trim() === '' ? Number.NaN : Number(value),
    rate: count / column.rows,
  }));
  if (!values.every(({ value }) => Number.isFinite(value))) return null;
  const least = leastOfUpper(values.sort((a, b) => b.value - a.value));
  if (least === null) return null;
  const label = `TRY_CAST(${sqlName(column.name)} AS DOUBLE) >= ${least.value}`;
  return { label: `coalesce(${label}, false)`, rate: least.rate, suffix: null };
}

/** NaN is above every number, and is no answer. */
function threshold(column: ColumnProfile, test: string, rate: number): PositiveRows {
  const name = sqlName(column.name);
  const finite = (column.numbers?.nans ?? 0) > 0 ? ` AND NOT isnan(${name})` : '';
  return { label: neverNull(column, `${name} ${test}${finite}`), rate, suffix: null };
}

function frequentText(column: ColumnProfile): PositiveRows | null {
  const plausible = column.topValues
    .map(({ value, count }) => ({ value, rate: count / column.rows }))
    .filter(({ rate }) => rate >= leastTextRate && rate <= greatestTextRate);
  const [chosen] = plausible.sort((a, b) => b.rate - a.rate);
  if (chosen === undefined) return null;
  const label = neverNull(column, equals(column, chosen.value, sqlName(column.name)));
  return { label, rate: chosen.rate, suffix: chosen.value };
}
