/**
 * Responsible for which runs of a list were retried: one request to Temporal for a hundred of them.
 * Leaves to others: the retries of one run in full, which S3 knows (triggers).
 */
import { runNamed } from '@espalier/domain';
import { quoted } from '@espalier/triggers';
import { retryOfAttribute } from '@espalier/workflows';
import { type Client, isGrpcServiceError, ServiceError } from '@temporalio/client';

const askedAtOnce = 100;
const mostTold = 1_000;
const invalidArgument = 3;

/** IDs of their retries, by run, the oldest first, as far as Temporal knows these: of a hundred runs together the latest thousand. */
export async function retriesAmong(
  temporal: Client,
  runIds: readonly string[],
): Promise<ReadonlyMap<string, readonly string[]>> {
  const found = new Map<string, string[]>();
  for (let first = 0; first < runIds.length; first += askedAtOnce) {
    const ids = runIds.slice(first, first + askedAtOnce).map((id) => `'${quoted(id)}'`);
    await addRetries(temporal, ids, found).catch((error: unknown) => {
      // A namespace that is not set up for this version yet has no retries.
      const cause = error instanceof ServiceError ? error.cause : error;
      if (!isGrpcServiceError(cause) || cause.code !== invalidArgument) throw error;
    });
  }
  // Temporal tells those that go on first, then those that ended last.
  for (const retries of found.values()) retries.sort((one, other) => timeOf(one) - timeOf(other));
  return found;
}

const timeOf = (runId: string) => runNamed(runId)?.startedAtMs ?? 0;

async function addRetries(
  temporal: Client,
  ids: readonly string[],
  found: Map<string, string[]>,
): Promise<void> {
  // By several values alone SQLite looks at all runs; by a range, here that of any value, only at runs that are retries.
  const { name } = retryOfAttribute;
  const query = `WorkflowType = 'runGraph' AND ${name} > '' AND ${name} IN (${ids.join(', ')})`;
  let told = 0;
  for await (const { workflowId, typedSearchAttributes } of temporal.workflow.list({
    query,
    pageSize: mostTold,
  })) {
    const of = typedSearchAttributes.get(retryOfAttribute);
    if (of !== undefined) found.set(of, [...(found.get(of) ?? []), workflowId]);
    told += 1;
    if (told === mostTold) return;
  }
}
