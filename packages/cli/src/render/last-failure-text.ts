/**
 * Responsible for how the attempt of a stage that failed last is told, beside the stage.
 * Leaves to others: the error that ended a run (error-text.ts).
 */
import { type AttemptFailure, inOneLine } from '@espalier/domain';

/** `attempt 2 failed: Rank 1 … ended by SIGKILL …`; null where none has failed. */
export function lastFailureText(failure: AttemptFailure | null | undefined): string | null {
  return failure == null ? null : `attempt ${failure.attempt} failed: ${inOneLine(failure.error)}`;
}
