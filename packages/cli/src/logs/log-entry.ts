/**
 * Responsible for one line of a process's log (pino's JSON): reading it and printing it for a person.
 * Leaves to others: finding the lines of a run (log-files.ts).
 */
import { paint } from '../render/paint.js';

export interface LogEntry {
  /** Milliseconds since the epoch. */
  readonly time: number;
  /** pino's number: 10 trace, 20 debug, 30 info, 40 warn, 50 error, 60 fatal. */
  readonly level: number;
  readonly msg: string;
  /** Absent in what the supervisor says of a process that ended: it concerns every run of that time. */
  readonly runId?: string;
  readonly stage?: string;
  readonly shard?: number;
  readonly rank?: number;
  readonly [field: string]: unknown;
}

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

/** What the supervisor writes of a process that ended. */
const processEnded = 'process ended';
/** Of such a line they say as numbers what `how` says in words. */
const endFields: ReadonlySet<string> = new Set(['how', 'exitCode', 'signal', 'outOfMemory']);

/** Null for lines that are not of this run, nor of the end of a process, or not pino's. */
export function parseLogLine(line: string, runId: string): LogEntry | null {
  if (!line.startsWith('{') || !(line.includes(runId) || line.includes(processEnded))) return null;
  try {
    const entry = JSON.parse(line) as LogEntry;
    const whole = typeof entry.time === 'number' && typeof entry.level === 'number';
    const isEnd = entry.runId === undefined && entry.msg === processEnded;
    return whole && (entry.runId === runId || isEnd) ? entry : null;
  } catch {
    return null;
  }
}

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
