/** Responsible for what a retry and the run that it is of say of each other. */
import type { RetryOf } from '@espalier/domain';

/** @param retriedAs IDs */
export function retryLines({
  retryOf,
  retriedAs,
}: {
  readonly retryOf?: RetryOf | null | undefined;
  readonly retriedAs: readonly string[];
}): readonly string[] {
  return [
    ...(retryOf == null ? [] : [`retry of ${retryOf.runId} from ${retryOf.from}`]),
    ...retriedAs.map((runId) => `retried as ${runId}`),
  ];
}
