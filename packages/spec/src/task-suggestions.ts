/**
 * Responsible for guessing a file's tasks from its columns: what looks like an action or an outcome of a row.
 * Leaves to others: the rest of a first pipeline (starter-spec.ts), what makes a row positive (label-values.ts), and measuring
 * columns (features).
 */
import { isInheritedName } from '@espalier/domain';
import { actionGroup, isIdentifier, isWeight, type LabelTell, labelTell, timeForm } from './column-roles.js';
import { positiveRows } from './label-values.js';
import type { ColumnProfile } from './parquet-profile.js';

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

/** Below this share of positives a task counts as active (rare). */
const activeRate = 0.1;
const tells: readonly LabelTell[] = ['action', 'rating', 'outcome', 'plain', 'description'];
/** Names of the exported network itself. */
const takenNames: ReadonlySet<string> = new Set(['leaf_ids', 'dense', 'leaves', 'serving_default']);

function taskName(column: ColumnProfile, suffix: string | null): string {
  const text = suffix === null ? column.name : `${column.name}_${suffix}`;
  const clean = text
    .replace(/[^A-Za-z0-9]+/g, '_')
    .replace(/^_+|_+$/g, '')
    .slice(0, 55);
  const isTaken = takenNames.has(clean.toLowerCase()) || isInheritedName(clean);
  return /^[A-Za-z]/.test(clean) && !isTaken ? clean : `task_${clean}`;
}

/** Names are compared as SQL compares them. */
function distinctNames(suggestions: readonly TaskSuggestion[]): TaskSuggestion[] {
  const taken = new Set<string>();
  return suggestions.map((suggestion) => {
    let name = suggestion.name;
    for (let number = 2; taken.has(name.toLowerCase()); number += 1) name = `${suggestion.name}_${number}`;
    taken.add(name.toLowerCase());
    return { ...suggestion, name };
  });
}

/** Every column that could be a task: actions first, then ratings and outcomes, each as in the file. */
export function suggestTasks(columns: readonly ColumnProfile[]): TaskSuggestion[] {
  const ranked = columns.flatMap((column) => {
    if (isIdentifier(column) || isWeight(column) || timeForm(column) !== null) return [];
    const tell = labelTell(column.name);
    const positive = positiveRows(column, tell);
    if (positive === null) return [];
    const { label, rate, suffix } = positive;
    const suggestion: TaskSuggestion = {
      name: taskName(column, suffix),
      group: actionGroup(column.name) ?? (rate < activeRate ? 'active' : 'passive'),
      label,
      rate,
      column: column.name,
      namedLikeLabel: tells.indexOf(tell) <= tells.indexOf('outcome'),
    };
    return [{ suggestion, rank: tells.indexOf(tell) }];
  });
  return distinctNames(ranked.sort((a, b) => a.rank - b.rank).map(({ suggestion }) => suggestion));
}
