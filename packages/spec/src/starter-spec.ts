/**
 * Responsible for the first pipeline file of `espalier init`: commented, runnable, guessed from the data.
 * Leaves to others: measuring the file (features), its text (starter-text.ts), writing it to disk (cli).
 */
import { EspalierError } from '@espalier/domain';
import { actionGroup, isIdentifier, isMemberKey, isWeight, rowTime, timeForm } from './column-roles.js';
import type { ColumnProfile, ParquetProfile } from './parquet-profile.js';
import type { PipelineInput } from './pipeline-schema.js';
import { type StarterContent, starterText } from './starter-text.js';
import { suggestTasks } from './task-suggestions.js';

const meaninglessNames = /^(train|data|part|input|sample)([-_.]|$)/i;
const greatestTasks = 4;
const greatestAlternatives = 6;
const smallFileRows = 20_000;
/** Of a row and column, in a rank that fits on all rows. */
const bytesPerCell = 17;
/** What all rows may take in each rank for ranks to fit forests of their own. */
const mostWholeBytes = 256 * 2 ** 20;

export interface StarterOptions {
  /** What the comments call the pipeline file. Default: `pipeline.yaml`. */
  readonly fileName?: string;
  /** The rows that only measure the model, where they are a source of their own. */
  readonly evalUri?: string;
}

/** How rows are held out, and why so. */
function splitOf(
  free: readonly ColumnProfile[],
  key: ColumnProfile | undefined,
  evalUri: string | undefined,
): { readonly source: Omit<PipelineInput['source'], 'train'>; readonly reason: string } {
  if (evalUri !== undefined) {
    return { source: { eval: { uri: evalUri } }, reason: 'rows of their own' };
  }
  const time = rowTime(free);
  if (time !== null) {
    const split = { by: time.name, order: 'time', eval: 0.1 } as const;
    return { source: { split }, reason: 'the latest rows, as the model meets them in use' };
  }
  if (key !== undefined) {
    const split = { by: key.name, eval: 0.1 };
    return { source: { split }, reason: "a tenth of the keys; one key's rows are never in both parts" };
  }
  const reason =
    "rows drawn one by one; better by a member's key, by a time, or a separate `eval: { uri: … }`";
  return { source: { split: { eval: 0.1 } }, reason };
}

function reasonToExclude(column: ColumnProfile): string | null {
  if (column.unreadable !== undefined) return `can't be read: ${column.unreadable}`;
  const time = timeForm(column);
  if (time === 'digits') return 'a date in digits: no number to reckon with, and not repeated at serving';
  if (time !== null) return 'a time: not repeated at serving';
  if (column.kind === null) return `type ${column.duckdbType} is not a feature`;
  if (isIdentifier(column)) return 'an identifier';
  if (isWeight(column)) return 'a weight, not a fact about the row';
  if (column.distinct === 0) return 'NULL in every row';
  if (column.distinct === 1) return 'always the same';
  const unique = column.kind === 'categorical' && column.rows > 100 && column.distinct > 0.9 * column.rows;
  return unique ? 'another value in nearly every row' : null;
}

/** From the file's name, or its folder's where the file's says nothing. */
function pipelineName(uri: string): string {
  const parts = uri.split('/').filter((part) => !/^(|\.+|s3:)$/.test(part));
  const file = parts.findLast((part) => !meaninglessNames.test(part)) ?? parts.at(-1) ?? 'pipeline';
  const stem = file
    .replace(/\.(parquet|parq)$/i, '')
    .replace(/[^A-Za-z0-9]+/g, '-')
    .toLowerCase();
  return stem.replace(/^-+|-+$/g, '').slice(0, 60) || 'pipeline';
}

export interface StarterSpec {
  /** YAML with comments. */
  readonly text: string;
  /** Features that are named like what is known only after the action. */
  readonly suspects: readonly string[];
}

/**
 * A pipeline file for one Parquet source. `profile.uri` is written as given: relative to where the file will stand.
 * @throws EspalierError `request.invalid` where no column could be a label: nothing can be learned from the file.
 */
export function writeStarterSpec(profile: ParquetProfile, options: StarterOptions = {}): StarterSpec {
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
  const labels = new Set(tasks.map((task) => task.column));
  const free = profile.columns.filter((column) => !labels.has(column.name) && column.distinct > 1);
  const key = free.filter(isMemberKey).sort((a, b) => b.distinct - a.distinct)[0];
  const others = profile.columns.filter((column) => !labels.has(column.name));
  const excluded = others.flatMap((column) => {
    const why = reasonToExclude(column);
    return why === null ? [] : [{ column: column.name, why }];
  });
  const left = new Set(excluded.map(({ column }) => column));
  const content: StarterContent = {
    profile,
    fileName: options.fileName ?? 'pipeline.yaml',
    name: pipelineName(profile.uri),
    held: splitOf(free, key, options.evalUri),
    cluster: key?.name ?? null,
    excluded,
    suspects: others.map(({ name }) => name).filter((name) => !left.has(name) && actionGroup(name) !== null),
    tasks,
    isNamed: named.length > 0,
    alternatives: suggested.filter((task) => !tasks.includes(task)).slice(0, greatestAlternatives),
    isSmall: profile.rows < smallFileRows,
    fitsInRanks: profile.rows * profile.columns.length * bytesPerCell <= mostWholeBytes,
  };
  return { text: starterText(content), suspects: content.suspects };
}
