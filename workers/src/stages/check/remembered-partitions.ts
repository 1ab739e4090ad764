/** Responsible for what runs of a pipeline remember of partitions whose data did not pass, and say when they read one again. */
import type { CheckFinding, SourcePartition } from '@espalier/domain';
import { forgetFailedCheck, readFailedChecks, recordFailedCheck } from '@espalier/registry';
import type { Store } from '@espalier/store';
import { namedFindings } from './told-findings.js';

/** The newest partition's findings, or that it has none. Done again by a retry, it ends in the same. */
export async function rememberFindings(
  store: Store,
  newest: SourcePartition | null,
  findings: readonly CheckFinding[],
  { run, pipeline }: { readonly run: string; readonly pipeline: string },
): Promise<void> {
  if (newest === null || newest.digest === null) return;
  const { label: partition, digest } = newest;
  if (findings.length === 0) return forgetFailedCheck(store, { pipeline, partition, digest });
  const at = new Date().toISOString();
  await recordFailedCheck(store, { pipeline, partition, digest, run, findings: namedFindings(findings), at });
}

/** A sentence for each other partition that is read as it was when it did not pass. */
export async function warningsOfEarlier(
  store: Store,
  partitions: readonly SourcePartition[],
  newest: SourcePartition | null,
  pipeline: string,
): Promise<readonly string[]> {
  const digests = new Map(partitions.map(({ label, digest }) => [label, digest]));
  if (newest !== null) digests.delete(newest.label);
  const found = await readFailedChecks(store, pipeline, [...digests.keys()]);
  return found
    .filter(({ partition, digest }) => digests.get(partition) === digest)
    .map(
      ({ partition, run, findings }) =>
        `The run reads ${partition}, which did not pass the checks of ${run} (${findings.join(', ')}) and has not been written again since.`,
    );
}
