/**
 * Responsible for what past runs of a pipeline took, by what they recorded at their ends.
 * Leaves to others: what that says of the next one (expectedCost of domain), and which runs there are (run-listing.ts).
 */
import type { PastRun, RunEnd, StageName } from '@espalier/domain';
import { type PipelineSpec, pipelineSchema } from '@espalier/spec';
import { mapBounded, readManifest, type Store } from '@espalier/store';
import { recordedRun } from '@espalier/triggers';
import type { ListOptions, RunListing } from '../run-listing.js';
import { doesTheSame } from './same-stages.js';

const runsListed = 50;
const readsAtOnce = 16;

export interface PastRunsAccess {
  readonly store: Store;
  readonly listRuns: (options: ListOptions) => Promise<readonly RunListing[]>;
}

/**
 * Of the latest runs of the pipeline's name those that succeeded, each with the seconds of the stages that did what they would do for this
 * pipeline: its file may have been another, or its `--set`s. Comparisons train more than once, side by side, so they tell nothing.
 * @throws EspalierError `store.*`, `workflow.temporal-unreachable`
 */
export async function pastRuns(
  { store, listRuns }: PastRunsAccess,
  spec: PipelineSpec,
): Promise<readonly PastRun[]> {
  const listed = await listRuns({ limit: runsListed, pipeline: spec.name });
  const chosen = listed.filter(
    ({ status, changes }) =>
      status === 'succeeded' && !changes.some((change) => change.startsWith('--seeds')),
  );
  const read = await mapBounded(chosen, readsAtOnce, ({ runId }) => readPast(store, runId, spec));
  return read.filter((run) => run !== null);
}

/** Null where it recorded no end, or nothing tells what it did. */
async function readPast(store: Store, runId: string, spec: PipelineSpec): Promise<PastRun | null> {
  const end = await recordedRun(store, runId);
  if (end === null) return null;
  const stored = (await store.getJson(`runs/${runId}/spec.json`))?.value as
    | { readonly spec?: unknown }
    | undefined;
  const { data: own } = pipelineSchema.safeParse(stored?.spec);
  // It was freed, or an earlier version wrote it.
  if (own === undefined) return null;
  return { seconds: secondsOf(end, own, spec), rows: await rowsOf(store, end.manifests.plan, own) };
}

function secondsOf({ progress }: RunEnd, own: PipelineSpec, spec: PipelineSpec): PastRun['seconds'] {
  const { stages, retryOf } = progress;
  const seconds: Partial<Record<StageName, number>> = {};
  for (const { name, status, cache, startedAtMs, endedAtMs } of stages) {
    // A retry has its plan from the run that it is of.
    const isKept = name === 'plan' && retryOf !== undefined && retryOf.from !== 'plan';
    const isOwn = status === 'succeeded' && cache !== null && !cache.hit && !isKept;
    if (isOwn && startedAtMs !== null && endedAtMs !== null && doesTheSame(name, own, spec)) {
      seconds[name] = (endedAtMs - startedAtMs) / 1000;
    }
  }
  return seconds;
}

/** Null where nothing tells of its rows any more. */
async function rowsOf(
  store: Store,
  plan: Parameters<typeof readManifest>[1] | undefined,
  { source }: PipelineSpec,
): Promise<number | null> {
  if (plan === undefined) return null;
  try {
    const { body } = await readManifest(store, { ...plan, stage: 'plan' });
    return sampledRows(body.shards, source.sample);
  } catch {
    // It was swept, or an earlier version wrote it: the seconds are good without.
    return null;
  }
}

/** @param sample share of the rows that is used; all without */
export function sampledRows(
  shards: readonly { readonly rows: number }[],
  sample: number | undefined,
): number {
  return Math.round(shards.reduce((total, { rows }) => total + rows, 0) * (sample ?? 1));
}
