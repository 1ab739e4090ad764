/**
 * Responsible for the four exit codes and the one mapping from a kind of error to them.
 * Leaves to others: raising errors, and their text (render/error-text.ts).
 */
import type { ErrorKind, RunStatus } from '@espalier/domain';

export const exitCodes = { done: 0, failed: 1, badRequest: 2, unreachable: 3 } as const;
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
