/**
 * Responsible for the exit codes and the one mapping to them from a kind of error, a run's end and a signal.
 * Leaves to others: raising errors, and their text (render/error-text.ts).
 */
import type { ErrorKind, RunStatus } from '@espalier/domain';

/** Those of signals are 128 and the signal's number, as shells have it. */
export const exitCodes = {
  done: 0,
  failed: 1,
  badRequest: 2,
  unreachable: 3,
  hungUp: 129,
  interrupted: 130,
  /** As for SIGPIPE: nobody reads what is still to come. */
  outputClosed: 141,
  terminated: 143,
} as const;
export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

export function exitCodeOfKind(kind: ErrorKind): ExitCode {
  switch (kind) {
    case 'user':
      return exitCodes.badRequest;
    case 'infra':
      return exitCodes.unreachable;
    case 'platform':
      return exitCodes.failed;
  }
}

/** Whatever made a run fail, the command that waited for it says that the run failed. */
export function exitCodeOfRun(status: RunStatus): ExitCode {
  switch (status) {
    case 'succeeded':
    case 'running':
      return exitCodes.done;
    case 'failed':
    case 'cancelled':
      return exitCodes.failed;
  }
}

/** Signals that ask a command to leave: Ctrl-C, `kill`, and a terminal that went away. */
export type InterruptSignal = 'SIGINT' | 'SIGTERM' | 'SIGHUP';

export function exitCodeOfSignal(signal: InterruptSignal): ExitCode {
  switch (signal) {
    case 'SIGHUP':
      return exitCodes.hungUp;
    case 'SIGINT':
      return exitCodes.interrupted;
    case 'SIGTERM':
      return exitCodes.terminated;
  }
}
