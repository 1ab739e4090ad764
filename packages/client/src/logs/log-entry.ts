/**
 * Responsible for reading one line of a process's log (pino's JSON).
 * Leaves to others: finding the lines of a run (log-files.ts), printing them.
 */

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

/** What the supervisor writes of a process that ended. */
export const processEnded = 'process ended';

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
