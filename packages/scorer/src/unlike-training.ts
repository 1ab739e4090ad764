/**
 * Responsible for which columns of scored rows are too unlike training's, in words for people, with what may be written otherwise. Pure.
 * Leaves to others: counting (column-tally.ts) and looking values up (features).
 */
import type { CategoricalColumnSchema, FeatureSchema } from '@espalier/domain';
import type { UnseenValue } from '@espalier/features';
import type { ScoredColumn } from './column-tally.js';

/** Columns with more unseen values than training had and `bound` beyond. */
export function unlikeColumns(columns: readonly ScoredColumn[], bound: number): ScoredColumn[] {
  return columns.filter(({ unseen, unseenInTraining }) => (unseen ?? 0) > (unseenInTraining ?? 0) + bound);
}

/** One sentence for each column beyond the bound. */
export function scoringWarnings(
  columns: readonly ScoredColumn[],
  bound: number,
  schema: FeatureSchema,
  values: ReadonlyMap<string, readonly UnseenValue[]>,
): string[] {
  const unseen = unlikeColumns(columns, bound).map((column) => {
    const trained = schema.columns.find(({ name }) => name === column.name);
    const vocabulary = trained?.kind === 'categorical' ? trained : null;
    const examples = (values.get(column.name) ?? []).map(({ value }) => exampleOf(value, vocabulary));
    const such = examples.length > 0 ? `, such as ${examples.join(', ')}` : '';
    const before =
      column.unseenInTraining === null ? '' : ` (${percent(column.unseenInTraining)} were too rare there)`;
    return `\`${column.name}\`: ${percent(column.unseen ?? 0)} of its values were never seen in training, or too rarely${before}${such}; the model takes them all for one.`;
  });
  const missing = columns
    .filter((column) => column.missing > column.missingInTraining + bound)
    .map(
      (column) =>
        `\`${column.name}\`: ${percent(column.missing)} of the rows have no value, where ${percent(column.missingInTraining)} of the training rows had none.`,
    );
  return [...unseen, ...missing];
}

function exampleOf(value: string, vocabulary: CategoricalColumnSchema | null): string {
  const meant = vocabulary === null ? null : writtenOtherwise(value, vocabulary.values);
  return meant === null
    ? JSON.stringify(value)
    : `${JSON.stringify(value)} (${JSON.stringify(meant)} in training)`;
}

/** The value of training that differs in spaces, case, Unicode's form or how a number is written only; null where none does. */
function writtenOtherwise(value: string, known: readonly string[]): string | null {
  for (const form of forms) {
    const same = known.find((candidate) => form(candidate) === form(value));
    if (same !== undefined) return same;
  }
  return null;
}

const forms: readonly ((text: string) => string)[] = [
  (text) => text.trim(),
  (text) => text.normalize('NFC'),
  (text) => text.trim().normalize('NFKC').toLowerCase(),
  (text) => (text.trim() !== '' && Number.isFinite(Number(text)) ? `number ${Number(text)}` : `text ${text}`),
  (text) => text.trim().replace(/^(["'])(.*)\1$/s, '$2'),
];

function percent(share: number): string {
  const hundredths = share * 100;
  return `${hundredths === 0 || hundredths === 100 ? hundredths : hundredths.toPrecision(hundredths < 10 ? 2 : 3)} %`;
}
