/**
 * Responsible for printing one line of a process's log for a person.
 * Leaves to others: finding and reading the lines of a run (client).
 */
import { type LogEntry, processEnded } from '@espalier/client/logs';
import { paint } from '../render/paint.js';

const levelNames: readonly [least: number, name: string, colour: (text: string) => string][] = [
  [50, 'error', paint.red],
  [40, 'warn', paint.yellow],
  [30, 'info', paint.green],
  [0, 'debug', paint.dim],
];

/** Fields that have their own place in a line, or tell nothing to a person. */
const placedFields: ReadonlySet<string> = new Set([
  'time',
  'level',
  'msg',
  'runId',
  'stage',
  'shard',
  'rank',
  'pid',
  'hostname',
  'name',
  'err',
]);

/** Of such a line they say as numbers what `how` says in words. */
const endFields: ReadonlySet<string> = new Set(['how', 'exitCode', 'signal', 'outOfMemory']);

/** So many digits tell a person enough; --json gives all of them. */
const shownDigits = 5;

function numberText(value: number): string {
  return String(Number.isInteger(value) ? value : Number(value.toPrecision(shownDigits)));
}

/** `click 0.55342, like 0.11519` for figures by name. */
function fieldText(value: unknown): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number') return numberText(value);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return JSON.stringify(value);
  const entries = Object.entries(value);
  if (!entries.every(([, each]) => typeof each === 'number')) return JSON.stringify(value);
  return `{${entries.map(([name, each]) => `${name} ${numberText(each)}`).join(', ')}}`;
}

export function logLine(entry: LogEntry, options: { readonly stacks: boolean }): string {
  const [, name, colour] = levelNames.find(([least]) => entry.level >= least) ?? [0, 'debug', paint.dim];
  const clock = new Date(entry.time).toISOString().slice(11, 23);
  const place = [
    entry.stage,
    entry.shard === undefined ? undefined : `shard ${entry.shard}`,
    entry.rank === undefined ? undefined : `rank ${entry.rank}`,
  ].filter((part) => part !== undefined);
  const fields = Object.entries(entry)
    .filter(([field]) => !placedFields.has(field) && !(entry.how !== undefined && endFields.has(field)))
    .map(([field, value]) => `${field}=${fieldText(value)}`);
  const error = entry.err as { readonly message?: string; readonly stack?: string } | undefined;
  const failure =
    error === undefined ? '' : `: ${options.stacks ? (error.stack ?? error.message) : error.message}`;
  const how = typeof entry.how === 'string' ? ` ${entry.how}` : '';
  const message = entry.msg === processEnded ? `${entry.process} (process ${entry.pid}) ended` : entry.msg;
  const parts = [
    paint.dim(clock),
    colour(name.padEnd(5)),
    ...(place.length > 0 ? [paint.cyan(place.join(' '))] : []),
    `${message ?? ''}${how}${failure}`,
    ...(fields.length > 0 ? [paint.dim(fields.join(' '))] : []),
  ];
  return parts.join(' ');
}
