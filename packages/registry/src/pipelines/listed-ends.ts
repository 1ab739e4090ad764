/**
 * Responsible for the runs that have ended for the partitions of a window, by one listing; and for which run each end is of.
 * Leaves to others: writing them, and whether a partition is done (partition-ends.ts).
 */
import type { Store } from '@espalier/store';
import { endsPrefix } from './pipeline-keys.js';

/** Of one version, content and outcome of a partition; of more such runs the first. */
export interface ListedEnd {
  readonly key: string;
  readonly version: number;
  /** Null where the run has not come so far. */
  readonly content: string | null;
  readonly succeeded: boolean;
  /** Milliseconds since the epoch. */
  readonly atMs: number;
}

const unknownContent = 'unknown';
const mostKept = 20_000;
/** Run IDs by key: what is written once stays. */
const kept = new Map<string, string>();

/** By label. @param window its first and its last label */
export async function endsOfPartitions(
  store: Store,
  pipeline: string,
  window: { readonly from: string; readonly to: string },
): Promise<ReadonlyMap<string, readonly ListedEnd[]>> {
  const byLabel = new Map<string, ListedEnd[]>();
  for (const status of ['succeeded', 'failed'] as const) {
    const root = `${endsPrefix(pipeline)}${status}/`;
    // Some services take a key to begin after for a folder, and leave out what lies in it.
    for await (const { key, lastModifiedMs } of store.walk(root, `${root}${window.from.slice(0, -1)}`)) {
      const [label = '', version, content] = key.slice(root.length).split('/');
      if (label < window.from) continue;
      if (label > window.to) break;
      const known = byLabel.get(label) ?? [];
      known.push({
        ...{ key, version: Number(version), succeeded: status === 'succeeded', atMs: lastModifiedMs },
        content: content === undefined || content === unknownContent ? null : content,
      });
      byLabel.set(label, known);
    }
  }
  return byLabel;
}

/** Null where nothing tells. @throws EspalierError `store.*` */
export async function runOfEnd(store: Store, { key }: Pick<ListedEnd, 'key'>): Promise<string | null> {
  const place = store.uri(key);
  const known = kept.get(place);
  if (known !== undefined) return known;
  const { runId } = ((await store.getJson(key))?.value ?? {}) as { runId?: unknown };
  if (typeof runId !== 'string') return null;
  if (kept.size >= mostKept) kept.clear();
  kept.set(place, runId);
  return runId;
}
