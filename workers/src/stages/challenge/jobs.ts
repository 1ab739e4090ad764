/**
 * Responsible for which jobs a challenge has: one for each shard of held-out rows, with the run's own predictions of them. None where there is no
 * champion, or nothing that the two may be compared by.
 */
import {
  type ArtifactRef,
  type ManifestRef,
  type NamedChampion,
  type PartRef,
  type RowSlice,
  type SourceShard,
  slicesOfShards,
} from '@espalier/domain';
import { type ColumnSlices, gateSlices } from '@espalier/spec';
import { partOf, type Store } from '@espalier/store';
import type { StageContext } from '@espalier/workflows';
import { inputManifest } from '../input-manifests.js';
import type { NewJob } from '../stage-computing.js';
import { readStoredSpec } from '../stored-spec.js';

export interface ChallengePayload {
  readonly index: number;
  readonly spec: ArtifactRef;
  readonly plan: ManifestRef;
  /** The source shard's slices. */
  readonly slices: readonly [SourceShard, ...SourceShard[]];
  /** What extraction made of the shard's held-out rows for the run's own model. */
  readonly features: PartRef;
  /** What the run's model, all tasks of it, says of the same rows. */
  readonly predictions: PartRef;
  readonly bundle: NamedChampion['bundle'];
  /** Those that both models have. */
  readonly tasks: readonly string[];
  /** Slices of the rows that gates ask for; absent where none does. */
  readonly judged?: readonly ColumnSlices[];
}

export type ChallengeResult =
  | {
      readonly rows: number;
      readonly predictions: PartRef;
      /** Of each slice that gates ask for and the shard has rows of. */
      readonly slices?: readonly SlicePredictions[];
    }
  /** Why the champion's bundle can't predict the rows, as a clause. */
  | { readonly rows: number; readonly unscorable: string };

export interface SlicePredictions extends RowSlice {
  readonly rows: number;
  readonly predictions: PartRef;
}

export async function challengeJobs(store: Store, context: StageContext): Promise<NewJob[]> {
  const { champion, refusal, otherTasks } = (await inputManifest(store, context.inputs, 'find-champion'))
    .body;
  const { spec } = await readStoredSpec(store, context.spec);
  const tasks = tasksOfBoth(spec.tasks, otherTasks);
  if (champion?.bundle == null || refusal !== null || tasks.length === 0) return [];
  const { bundle } = champion;
  const judged = gateSlices(spec);
  const plan = (await inputManifest(store, context.inputs, 'plan')).body;
  const extract = await inputManifest(store, context.inputs, 'extract');
  const evaluate = await inputManifest(store, context.inputs, 'evaluate');
  const slices = new Map(slicesOfShards(plan.shards).map((each) => [each[0].index, each]));
  const held = extract.body.shards.filter(({ split }) => split === 'eval');
  // Each part of held-out rows was encoded and predicted in its turn.
  if (held.length !== evaluate.parts.length) {
    throw new RangeError(
      `${held.length} parts of held-out rows have ${evaluate.parts.length} of predictions`,
    );
  }
  return held.map(({ rows, part }, index) => {
    const payload: ChallengePayload = {
      ...{ index, spec: context.spec, plan: context.inputs.plan as ManifestRef },
      slices: slicesOf(slices, part),
      features: partOf(extract, part),
      predictions: evaluate.parts[index] as PartRef,
      ...{ bundle, tasks },
      ...(judged.length === 0 ? {} : { judged }),
    };
    return { shard: index, rows, payload };
  });
}

export function tasksOfBoth(
  tasks: readonly { readonly name: string }[],
  otherTasks: Readonly<Record<string, string>>,
): readonly string[] {
  return tasks.map(({ name }) => name).filter((name) => otherTasks[name] === undefined);
}

/** Extraction calls a part after its source shard: `eval/shard-00012.parquet`. */
export function slicesOf(
  shards: ReadonlyMap<number, readonly [SourceShard, ...SourceShard[]]>,
  part: string,
): readonly [SourceShard, ...SourceShard[]] {
  const slices = shards.get(Number(/shard-(\d+)\.parquet$/.exec(part)?.[1]));
  if (slices === undefined) throw new RangeError(`the plan has no shard that ${part} was made of`);
  return slices;
}
