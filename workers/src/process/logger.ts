/** Responsible for a worker's log: JSON lines on standard output, which the supervisor keeps. */
import type { Settings } from '@espalier/settings';
import { pino } from 'pino';

export type Logger = pino.Logger;

/** Lines carry the process's name; those about a run carry `runId`, `stage`, `shard` or `rank`. */
export function createLogger(settings: Settings, role: string): Logger {
  return pino({
    level: settings.logLevel,
    serializers: { err: withoutCommand },
    base: { process: settings.processName ?? role, pid: process.pid },
  });
}

/** Redis's errors carry the refused command with its arguments: a password, if it was AUTH. */
function withoutCommand(error: Error): Record<string, unknown> {
  const { command: _, ...told } = pino.stdSerializers.err(error) as unknown as Record<string, unknown>;
  return told;
}
