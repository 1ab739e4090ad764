/** Responsible for a worker's log: JSON lines on standard output, which the supervisor keeps. */
import type { Settings } from '@espalier/settings';
import { pino } from 'pino';

export type Logger = pino.Logger;

/** Lines carry the process's name; those about a run carry `runId`, `stage`, `shard` or `rank`. */
export function createLogger(settings: Settings, role: string): Logger {
  return pino({
    level: settings.logLevel,
    base: { process: settings.processName ?? role, pid: process.pid },
  });
}
