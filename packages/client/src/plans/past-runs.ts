/**
 * Responsible for what past runs of a pipeline took, by what they recorded at their ends.
 * Leaves to others: what that says of the next one (expectedCost of domain), and which runs there are (run-listing.ts).
 */
import type { PastRun, StageName } from '@espalier/domain';
import { mapBounded, readManifest, type Store } from '@espalier/store';
import { recordedRun } from '@espalier/triggers';
import type { ListOptions, RunListing } from '../run-listing.js';

/** Runs that are listed, and of these so many that are read. */
const runsListed = 50;
const runsRead = 20;
const readsAtOnce = 8;

export interface PastRunsAccess {
  readonly store: Store;
  readonly listRuns: (options: ListOptions) => Promise<readonly RunListing[]>;
}

/** Options by which a run did other work than its file says; on how many rows is told by the rows. */
function setsOf(changes: readonly string[]): readonly string[] {
  return changes.filter((change) => change.startsWith('--set') && !change.startsWith('--set fleet.')).sort();
}

/** The latest runs of the pipeline that succeeded with the same `--set`s. @throws EspalierError `store.*`, `workflow.temporal-unreachable` */
export async function pastRuns(
  { store, listRuns }: PastRunsAccess,
  pipeline: string,
  changes: readonly string[],
): Promise<readonly PastRun[]> {
  const wanted = setsOf(changes).join('\n');
  const listed = await listRuns({ limit: runsListed, pipeline });
  const chosen = listed
    .filter(({ status, changes: own }) => status === 'succeeded' && setsOf(own).join('\n') === wanted)
    .slice(0, runsRead);
  const read = await mapBounded(chosen, readsAtOnce, ({ runId }) => readPast(store, runId));
  return read.filter((run) => run !== null);
}

/** Null where it recorded no end. */
async function readPast(store: Store, runId: string): Promise<PastRun | null> {
  const end = await recordedRun(store, runId);
  if (end === null) return null;
  const seconds: Partial<Record<StageName, number>> = {};
  for (const { name, status, cache, startedAtMs, endedAtMs } of end.progress.stages) {
    const isOwn = status === 'succeeded' && cache !== null && !cache.hit;
    if (isOwn && startedAtMs !== null && endedAtMs !== null) {
      seconds[name] = (endedAtMs - startedAtMs) / 1000;
    }
  }
  return { seconds, rows: await rowsOf(store, runId, end.manifests.plan) };
}

/** Null where nothing tells of its rows any more. */
async function rowsOf(
  store: Store,
  runId: string,
  plan: Parameters<typeof readManifest>[1] | undefined,
): Promise<number | null> {
  if (plan === undefined) return null;
  try {
    const { body } = await readManifest(store, { ...plan, stage: 'plan' });
    const stored = (await store.getJson(`runs/${runId}/spec.json`))?.value as StoredSample | undefined;
    return sampledRows(body.shards, stored?.spec?.source?.sample);
  } catch {
    // It was swept, or an earlier version wrote it: the seconds are good without.
    return null;
  }
}

interface StoredSample {
  readonly spec?: { readonly source?: { readonly sample?: number } };
}

/** @param sample share of the rows that is used; all without */
export function sampledRows(
  shards: readonly { readonly rows: number }[],
  sample: number | undefined,
): number {
  return Math.round(shards.reduce((total, { rows }) => total + rows, 0) * (sample ?? 1));
}
