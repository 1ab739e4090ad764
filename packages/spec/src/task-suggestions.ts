/**
 * Responsible for guessing a file's tasks from its columns: what looks like an action or an outcome of a row.
 * Leaves to others: the rest of a first pipeline (starter-spec.ts), and measuring columns (features).
 */
import type { ColumnProfile } from './parquet-profile.js';
import { sqlName, sqlText } from './sql-text.js';

export interface TaskSuggestion {
  readonly name: string;
  readonly group: 'passive' | 'active';
  /** DuckDB SQL. */
  readonly label: string;
  /** Share of the rows that are positive. */
  readonly rate: number;
  readonly column: string;
  /** True where the column's name says that it is a label. */
  readonly namedLikeLabel: boolean;
}

const passiveNames = /click|dwell|view|open|watch|impress|finish|read/i;
const activeNames =
  /like|comment|share|repost|reply|follow|save|favou?rite|buy|bought|purchase|order|convert|conversion|install|subscrib/i;
const outcomeNames =
  /label|target|income|churn|default|fraud|survived|outcome|response|rating|^y$|^(is|has|did|will)_/i;
const trueValues: ReadonlySet<string> = new Set(['1', 'true', 't', 'yes', 'y']);

/** Below this share of positives a task counts as active (rare). */
const activeRate = 0.1;
const greatestTwoValuedRate = 0.95;
const leastTwoValuedRate = 0.0005;
const leastNamedRate = 0.01;
const greatestNamedRate = 0.5;

function isNamedLikeLabel(name: string): boolean {
  return [passiveNames, activeNames, outcomeNames].some((pattern) => pattern.test(name));
}

/** The value that makes a row positive, and its share; null where none is plausible. */
function positiveValue(column: ColumnProfile, named: boolean): { value: string; rate: number } | null {
  const rated = column.topValues.map(({ value, count }) => ({ value, rate: count / column.rows }));
  if (column.distinct === 2 && rated.length === 2) {
    const yes = rated.find(({ value }) => trueValues.has(value.toLowerCase()));
    const chosen = yes ?? rated.reduce((rarer, other) => (other.rate < rarer.rate ? other : rarer));
    return chosen.rate >= leastTwoValuedRate && chosen.rate <= greatestTwoValuedRate ? chosen : null;
  }
  if (!named || column.distinct < 2 || column.kind !== 'categorical') return null;
  const plausible = rated.filter(({ rate }) => rate >= leastNamedRate && rate <= greatestNamedRate);
  return plausible.sort((a, b) => b.rate - a.rate)[0] ?? null;
}

function labelSql(column: ColumnProfile, value: string): string {
  const name = sqlName(column.name);
  const isBoolean = column.duckdbType === 'BOOLEAN';
  const isNumber = /INT|DOUBLE|FLOAT|DECIMAL/.test(column.duckdbType);
  const test = isBoolean
    ? value.toLowerCase() === 'true'
      ? name
      : `NOT ${name}`
    : `${name} = ${isNumber ? value : sqlText(value)}`;
  return column.nulls > 0 ? `coalesce(${test}, false)` : test;
}

function taskName(column: ColumnProfile, value: string): string {
  const text = column.distinct === 2 ? column.name : `${column.name}_${value}`;
  const clean = text
    .replace(/[^A-Za-z0-9]+/g, '_')
    .replace(/^_+|_+$/g, '')
    .slice(0, 60);
  return /^[A-Za-z]/.test(clean) ? clean : `task_${clean}`;
}

/** Every column that could be a task: those named like a label first, then as in the file. */
export function suggestTasks(columns: readonly ColumnProfile[]): TaskSuggestion[] {
  const suggestions = columns.flatMap((column): TaskSuggestion[] => {
    const named = isNamedLikeLabel(column.name);
    const positive = column.rows > 0 ? positiveValue(column, named) : null;
    if (positive === null) return [];
    const { value, rate } = positive;
    const rareOrActive =
      activeNames.test(column.name) || (!passiveNames.test(column.name) && rate < activeRate);
    return [
      {
        name: taskName(column, value),
        group: rareOrActive ? 'active' : 'passive',
        label: labelSql(column, value),
        rate,
        column: column.name,
        namedLikeLabel: named,
      },
    ];
  });
  const names = new Set<string>();
  return suggestions
    .sort((a, b) => Number(b.namedLikeLabel) - Number(a.namedLikeLabel))
    .filter(({ name }) => !names.has(name) && names.add(name));
}
