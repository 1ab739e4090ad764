/**
 * Responsible for which partitions of a pipeline are done: small objects whose names say it, one for each partition, content and version that a
 * run has succeeded with, so that one listing tells of all. Leaves to others: what a partition's content is (triggers, workers).
 */
import type { Store } from '@espalier/store';
import { endsPrefix } from './pipeline-keys.js';

/** A run for a partition that has ended, whatever had started it. */
export interface PartitionEnd {
  readonly label: string;
  readonly version: number;
  /** Of what the run has read of the partition; null where it has not come so far. */
  readonly content: string | null;
  readonly runId: string;
  readonly succeeded: boolean;
}

export interface PartitionEnds {
  /** Whether a run of this version has succeeded with this content. */
  isDone(label: string, version: number, content: string): boolean;
  /** Whether a run of any version has succeeded with any content. */
  hasSucceeded(label: string): boolean;
  /** Whether a run of this version has ended otherwise. */
  hasFailed(label: string, version: number): boolean;
}

const unknownContent = 'unknown';

function doneName(label: string, version: number, content: string): string {
  return `succeeded/${label}/${version}/${content}`;
}

/** Written again by a retry it is the same. */
export async function writePartitionEnd(store: Store, pipeline: string, end: PartitionEnd): Promise<void> {
  const { label, version, content, runId, succeeded } = end;
  const name = succeeded
    ? doneName(label, version, content ?? unknownContent)
    : `failed/${label}/${version}/${content ?? unknownContent}`;
  await store.putIfNoneMatch(`${endsPrefix(pipeline)}${name}`, { runId });
}

/** @param label of one partition; of all by default */
export async function readPartitionEnds(
  store: Store,
  pipeline: string,
  label?: string,
): Promise<PartitionEnds> {
  const root = endsPrefix(pipeline);
  const prefixes = label === undefined ? [root] : [`${root}succeeded/${label}/`, `${root}failed/${label}/`];
  const names = new Set<string>();
  const failed = new Set<string>();
  const succeeded = new Set<string>();
  for (const each of prefixes) {
    for await (const { key } of store.walk(each)) {
      const name = key.slice(root.length);
      const [status, ofLabel, version] = name.split('/');
      if (status === 'failed') failed.add(`${ofLabel}/${version}`);
      else {
        names.add(name);
        succeeded.add(ofLabel ?? '');
      }
    }
  }
  return {
    isDone: (ofLabel, version, content) => names.has(doneName(ofLabel, version, content)),
    hasSucceeded: (ofLabel) => succeeded.has(ofLabel),
    hasFailed: (ofLabel, version) => failed.has(`${ofLabel}/${version}`),
  };
}
