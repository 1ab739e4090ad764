/** Responsible for the plan of a run that does nothing else: which contents it has found in the partitions that it reads. */
import { canonicalJson, type Digest, type ManifestRef, type SourcePartition } from '@espalier/domain';
import { PartitionWatch } from '@espalier/features';
import { type PipelineSpec, pipelineSchema } from '@espalier/spec';
import type { Store } from '@espalier/store';
import type { StageInput } from '@espalier/workflows';
import { fakeManifest } from './fake-cluster.js';

const key = `sha256:${'0'.repeat(64)}` as const;

export interface PlannedRun {
  /** That the run is for; null where it was not started by its pipeline's name. */
  readonly label: string | null;
  readonly manifest: ManifestRef;
}

export async function planPartitions(store: Store, input: StageInput): Promise<PlannedRun> {
  const stored = (await store.getJson(input.spec.key))?.value as
    | { spec: unknown; baseDir: string }
    | undefined;
  if (stored === undefined) return { label: null, manifest: fakeManifest(input) };
  const spec: PipelineSpec = pipelineSchema.parse(stored.spec);
  const label = spec.partitions?.for ?? null;
  const watch = new PartitionWatch({ baseDir: stored.baseDir, store });
  const present = label === null ? [] : await watch.among(spec, [label]);
  const partitions = present.flatMap(({ splits }) =>
    Object.entries(splits)
      // Training reads what lies before.
      .filter(([split]) => split === 'eval')
      .map(([, digest]) => partition(label ?? '', digest)),
  );
  const made = { stage: 'plan', key, parts: [], body: { partitions } };
  // By its content: another attempt, which has found other partitions, is to leave this one's as it is.
  const ref = await store.putContent(Buffer.from(canonicalJson(made)));
  return { label, manifest: { ...ref, stage: 'plan' } };
}

function partition(label: string, digest: Digest): SourcePartition {
  return { split: 'eval', label, files: 1, rows: 200, sizeBytes: 1, digest };
}
