/**
 * Responsible for a first pipeline as YAML text with comments; the YAML library quotes, whatever columns and paths are called.
 * Leaves to others: what it says (starter-spec.ts).
 */
import { architectureNames } from '@espalier/domain';
import { Document, isMap, isPair, isScalar, isSeq, type Node, type Pair, visit } from 'yaml';
import type { ParquetProfile } from './parquet-profile.js';
import type { PipelineInput } from './pipeline-schema.js';
import type { TaskSuggestion } from './task-suggestions.js';

export interface StarterContent {
  readonly profile: ParquetProfile;
  readonly fileName: string;
  readonly name: string;
  readonly held: { readonly source: Omit<PipelineInput['source'], 'train'>; readonly reason: string };
  /** The column that groups rows which are not independent. */
  readonly cluster: string | null;
  readonly excluded: readonly { readonly column: string; readonly why: string }[];
  /** Features that are named like what is known only after the action. */
  readonly suspects: readonly string[];
  readonly tasks: readonly TaskSuggestion[];
  /** True where the tasks' columns are named like labels. */
  readonly isNamed: boolean;
  readonly alternatives: readonly TaskSuggestion[];
  /** Whether the file has few rows. */
  readonly isSmall: boolean;
  /** Whether each encoder rank may hold all rows. */
  readonly fitsInRanks: boolean;
}

const otherArchitectures = architectureNames.filter((name) => name !== 'towers');

const intro =
  'What to predict. group: passive for frequent actions, active for rare ones. label: SQL that is true for a positive row.';

export function starterText(content: StarterContent): string {
  const { profile, fileName, tasks, alternatives, isSmall, fitsInRanks, held, cluster, excluded } = content;
  const share = held.source.split === undefined ? {} : { split: { ...held.source.split, eval: '10%' } };
  const document = new Document({
    name: content.name,
    seed: 7,
    source: { train: { uri: profile.uri }, ...held.source, ...share },
    features: { exclude: excluded.map(({ column }) => column), minCount: isSmall ? 5 : 20 },
    tasks: tasks.map(taskInput),
    encoder: {
      trees: isSmall ? 50 : 200,
      maxDepth: isSmall ? 4 : 6,
      learningRate: 0.1,
      subsample: 0.8,
      colsample: 0.8,
      workers: 2,
      ...(fitsInRanks ? { distribute: 'forests' } : {}),
    },
    model: { architecture: 'towers', hidden: [64], tower: [32], dropout: 0.2 },
    training: { workers: 2, batchSize: isSmall ? 256 : 1024 },
    ...(cluster === null ? {} : { evaluation: { cluster } }),
  });
  document.commentBefore = comment(
    `A first pipeline for ${profile.uri}: ${profile.rows.toLocaleString('en')} rows, ${profile.columns.length} columns.`,
    'Read the tasks, then try it on a little data, then on all of it:',
    `  espalier run ${fileName} --sample 10% --wait`,
    `  espalier run ${fileName} --wait`,
  );
  quoteOddTexts(document);
  flow(document, ['source', 'train'], ['source', 'eval'], ['source', 'split']);
  flow(
    document,
    ['encoder'],
    ['model'],
    ['training'],
    ['evaluation'],
    ...tasks.map((_, index) => ['tasks', index]),
  );
  const heldKey = 'eval' in held.source ? 'eval' : 'split';
  before(document, ['source', heldKey], `Held out to measure the model: ${held.reason}.`);
  before(document, ['features'], ...featuresComment(content));
  after(document, ['features', 'minCount'], 'categories rarer than this share the code "other"');
  for (const [index, { why }] of excluded.entries()) after(document, ['features', 'exclude', index], why);
  const unnamed = 'No column is named like a label: this one has two values. Put yours here.';
  before(document, ['tasks'], intro, ...(content.isNamed ? [] : [unnamed]));
  for (const [index, { rate }] of tasks.entries())
    after(document, ['tasks', index], `${percent(rate)} of rows`);
  if (alternatives.length > 0) {
    const listed = alternatives.map(
      (task) => `- ${flowText(taskInput(task))} # ${percent(task.rate)} of rows`,
    );
    (document.getIn(['tasks'], true) as Node).comment = comment(
      'Columns that could be tasks, too:',
      ...listed,
    );
  }
  before(
    document,
    ['encoder'],
    'The boosted trees: one forest for each task. workers: how many processes fit them.',
    ...(fitsInRanks
      ? [
          'distribute: forests has each fit its own on all rows, while they are few. Without it they share the rows.',
        ]
      : []),
  );
  before(
    document,
    ['model'],
    `The network over what the trees say. architecture: towers (one for each group), ${otherArchitectures.join(', ')}.`,
  );
  before(document, ['training'], 'batchSize counts the rows of all workers together.');
  if (cluster !== null) {
    before(document, ['evaluation'], 'Whose rows are not independent of each other: intervals allow for it.');
  }
  for (const key of ['source', 'features', 'tasks', 'encoder', 'model', 'training', 'evaluation']) {
    const pair = pairAt(document, [key]);
    if (isScalar(pair?.key)) pair.key.spaceBefore = true;
  }
  return document.toString({ lineWidth: 0 });
}

function taskInput({ name, group, label }: TaskSuggestion) {
  return { name, group, label };
}

function featuresComment({ suspects }: StarterContent): string[] {
  return [
    'All columns are features, but these and those that a label reads.',
    'A column that is known only after the action must be excluded too: it would tell the answer.',
    ...(suspects.length === 0
      ? []
      : [`Named like what is known only afterwards, and kept; look at them: ${suspects.join(', ')}`]),
  ];
}

function percent(share: number): string {
  return `${(share * 100).toPrecision(share < 0.1 ? 2 : 3)} %`;
}

function isControl(code: number): boolean {
  return (
    code < 0x20 || (code >= 0x7f && code < 0xa0) || code === 0x2028 || code === 0x2029 || code === 0xfeff
  );
}

const hasControl = (text: string) => [...text].some((letter) => isControl(letter.codePointAt(0) ?? 0));

/** Comments have no quotes: a line break in a column's name would end them. */
function comment(...lines: readonly string[]): string {
  return lines
    .map(
      (line) =>
        ` ${[...line].map((letter) => (isControl(letter.codePointAt(0) ?? 0) ? '␤' : letter)).join('')}`,
    )
    .join('\n');
}

/** The library leaves control characters as they are, and writes line breaks as blocks. */
function quoteOddTexts(document: Document): void {
  visit(document, {
    Scalar(_, node) {
      if (typeof node.value === 'string' && hasControl(node.value)) node.type = 'QUOTE_DOUBLE';
    },
  });
}

type Path = readonly (string | number)[];

function flow(document: Document, ...paths: readonly Path[]): void {
  for (const path of paths) {
    const node = document.getIn(path, true);
    if (isMap(node) || isSeq(node)) node.flow = true;
  }
}

function pairAt(document: Document, path: Path): Pair | undefined {
  const parent = path.length === 1 ? document.contents : document.getIn(path.slice(0, -1), true);
  const found = isMap(parent)
    ? parent.items.find(({ key }) => isScalar(key) && key.value === path.at(-1))
    : undefined;
  return isPair(found) ? found : undefined;
}

function before(document: Document, path: Path, ...lines: readonly string[]): void {
  const pair = pairAt(document, path);
  if (isScalar(pair?.key)) pair.key.commentBefore = comment(...lines);
}

function after(document: Document, path: Path, line: string): void {
  const node = document.getIn(path, true) as Node | undefined;
  if (node) node.comment = comment(line);
}

function flowText(value: unknown): string {
  const document = new Document(value);
  quoteOddTexts(document);
  flow(document, []);
  return document.toString({ lineWidth: 0 }).trim();
}
