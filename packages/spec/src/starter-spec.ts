/**
 * Responsible for the first pipeline file of `espalier init`: commented, runnable, guessed from the data.
 * Leaves to others: measuring the file (features), writing the text to disk (cli).
 */
import { EspalierError } from '@espalier/domain';
import { stringify } from 'yaml';
import type { ColumnProfile, ParquetProfile } from './parquet-profile.js';
import { suggestTasks, type TaskSuggestion } from './task-suggestions.js';

const keyNames =
  /(member|user|viewer|account|person|customer|visitor)[ _-]?(id|key|uuid)$|^(uid|user|member)$/i;
const identifierNames = /(^|[ _-])(id|uuid|guid|urn|hash)$/i;
const weightNames = /(^|_)weight$/i;
const meaninglessNames = /^(train|data|part|input|sample)([-_.]|$)/i;
const greatestTasks = 4;
const greatestAlternatives = 6;
const smallFileRows = 20_000;

interface Exclusion {
  readonly column: string;
  readonly why: string;
}

/** A scalar that reads back as the same text, quoted only where YAML needs it. */
function yamlText(text: string): string {
  return stringify(text, { lineWidth: 0 }).trim();
}

function percent(share: number): string {
  return `${(share * 100).toPrecision(share < 0.1 ? 2 : 3)} %`;
}

function isTime(column: ColumnProfile): boolean {
  return /^(TIMESTAMP|DATE)/.test(column.duckdbType);
}

/** The line for `source.split`, and why. */
function splitLine(columns: readonly ColumnProfile[], labels: ReadonlySet<string>): [string, string] {
  const free = columns.filter((column) => !labels.has(column.name) && column.distinct > 1);
  const key = free.find((column) => keyNames.test(column.name));
  if (key) {
    return [`{ by: ${yamlText(key.name)}, eval: 10% }`, "one key's rows are never in both parts"];
  }
  const time = free.find(isTime);
  if (time) {
    return [`{ by: ${yamlText(time.name)}, order: time, eval: 10% }`, 'the latest rows measure the model'];
  }
  const [finest] = [...free].sort((a, b) => b.distinct - a.distinct);
  if (!finest)
    throw new EspalierError('request.invalid', 'No column can tell training rows from held-out rows.');
  return [
    `{ by: ${yamlText(finest.name)}, eval: 10% }`,
    "the column with the most values; better: the member's key, or a separate `eval: { uri: … }`",
  ];
}

function exclusions(columns: readonly ColumnProfile[], labels: ReadonlySet<string>): Exclusion[] {
  return columns.flatMap((column): Exclusion[] => {
    if (labels.has(column.name)) return [];
    const why = reasonToExclude(column);
    return why === null ? [] : [{ column: column.name, why }];
  });
}

function reasonToExclude(column: ColumnProfile): string | null {
  if (isTime(column)) return 'a time: not repeated at serving';
  if (column.kind === null) return `type ${column.duckdbType} is not a feature`;
  if (keyNames.test(column.name) || identifierNames.test(column.name)) return 'an identifier';
  if (weightNames.test(column.name)) return 'a weight, not a fact about the row';
  if (column.distinct <= 1) return 'always the same';
  const unique = column.kind === 'categorical' && column.rows > 100 && column.distinct > 0.9 * column.rows;
  return unique ? 'another value in nearly every row' : null;
}

function taskLine({ name, group, label }: TaskSuggestion): string {
  return `- { name: ${name}, group: ${group}, label: ${JSON.stringify(label)} }`;
}

/** From the file's name, or its folder's where the file's says nothing. */
function pipelineName(uri: string): string {
  const parts = uri.split('/').filter((part) => !/^(|\.+|s3:)$/.test(part));
  const file = parts.findLast((part) => !meaninglessNames.test(part)) ?? parts.at(-1) ?? 'pipeline';
  const stem = file
    .replace(/\.parquet$/i, '')
    .replace(/[^A-Za-z0-9]+/g, '-')
    .toLowerCase();
  return stem.replace(/^-+|-+$/g, '').slice(0, 60) || 'pipeline';
}

/**
 * A pipeline file for one Parquet source. `profile.uri` is written as given: relative to where the file will stand.
 * `fileName` is what the comments call the pipeline file.
 * @throws EspalierError `request.invalid` where no column could be a label: nothing can be learned from the file.
 */
export function writeStarterSpec(profile: ParquetProfile, fileName = 'pipeline.yaml'): string {
  const suggested = suggestTasks(profile.columns);
  const named = suggested.filter((task) => task.namedLikeLabel).slice(0, greatestTasks);
  const tasks = named.length > 0 ? named : suggested.slice(0, 1);
  if (tasks.length === 0) {
    throw new EspalierError(
      'request.invalid',
      `No column of ${profile.uri} looks like a label: none has two values, or a name such as click or like with a value in 1 % to 50 % of the rows.`,
      { details: { uri: profile.uri, columns: profile.columns.map(({ name }) => name) } },
    );
  }
  const others = suggested.filter((task) => !tasks.includes(task)).slice(0, greatestAlternatives);
  const labels = new Set(tasks.map((task) => task.column));
  const [split, splitReason] = splitLine(profile.columns, labels);
  const excluded = exclusions(profile.columns, labels);
  const small = profile.rows < smallFileRows;
  const lines = [
    `# A first pipeline for ${profile.uri}: ${profile.rows.toLocaleString('en')} rows, ${profile.columns.length} columns.`,
    '# Read the tasks, then try it on a little data, then on all of it:',
    `#   espalier run ${fileName} --sample 10% --wait`,
    `#   espalier run ${fileName} --wait`,
    `name: ${yamlText(pipelineName(profile.uri))}`,
    'seed: 7',
    '',
    'source:',
    `  train: { uri: ${yamlText(profile.uri)} }`,
    `  # Held out to measure the model: ${splitReason}.`,
    `  split: ${split}`,
    '',
    '# All columns are features, but these and those that a label reads.',
    '# A column that is known only after the action must be excluded too: it would tell the answer.',
    'features:',
    excluded.length === 0 ? '  exclude: []' : '  exclude:',
    ...excluded.map(({ column, why }) => `    - ${yamlText(column)} # ${why}`),
    `  minCount: ${small ? 5 : 20} # categories rarer than this share the code "other"`,
    '',
    '# What to predict. group: passive for frequent actions, active for rare ones. label: SQL that is true for a positive row.',
    ...(named.length === 0
      ? ['# No column is named like a label: this one has two values. Put yours here.']
      : []),
    'tasks:',
    ...tasks.map((task) => `  ${taskLine(task)} # ${percent(task.rate)} of rows`),
    ...(others.length === 0 ? [] : ['  # Columns with two values that could be tasks, too:']),
    ...others.map((task) => `  # ${taskLine(task)} # ${percent(task.rate)} of rows`),
    '',
    '# The boosted trees: one forest for each task. workers: how many processes fit them together.',
    `encoder: { trees: ${small ? 50 : 200}, maxDepth: ${small ? 4 : 6}, learningRate: 0.1, subsample: 0.8, colsample: 0.8, workers: 2 }`,
    '',
    '# The network over what the trees say. architecture: towers (one for each group) or shared-bottom.',
    'model: { architecture: towers, hidden: [64], tower: [32], dropout: 0.2 }',
    '',
    '# batchSize counts the rows of all workers together.',
    `training: { workers: 2, batchSize: ${small ? 256 : 1024} }`,
  ];
  return `${lines.join('\n')}\n`;
}
