/** Responsible for which jobs a comparison has. */
import { kindOf, type ManifestRef, type PartRef, type TaskKindName } from '@espalier/domain';
import { clusterColumn } from '@espalier/spec';
import { partOf, type Store } from '@espalier/store';
import type { StageContext } from '@espalier/workflows';
import type { ComparedTask } from '../../metrics/measure-comparison.js';
import { inputManifest } from '../input-manifests.js';
import type { NewJob } from '../stage-computing.js';
import { readStoredSpec } from '../stored-spec.js';
import { comparisonOf, trainingsToCompare } from './comparison-inputs.js';

/** A training of a variant, with what it left behind. */
export interface TrainingToCompare {
  readonly variant: string;
  readonly seed: number;
  readonly train: ManifestRef;
  readonly evaluate: ManifestRef;
}

/** What a job of a comparison does: all of one task, or the networks' speed. */
export type ComparePayload =
  | {
      readonly kind: 'task';
      readonly task: string;
      /** Default: `defaultTaskKind`. */
      readonly taskKind?: TaskKindName;
      readonly tasks: readonly string[];
      readonly baseline: string;
      readonly trainings: readonly TrainingToCompare[];
      /** The column that rows are grouped by; null where each stands for itself. */
      readonly cluster: string | null;
    }
  | {
      readonly kind: 'speed';
      /** One of each variant. */
      readonly trainings: readonly TrainingToCompare[];
      /** Variants that are a network a task: each network is scored by itself. */
      readonly separate: readonly string[];
      readonly encoded: PartRef;
      readonly leafMap: PartRef;
    };

export type CompareResult =
  | ({ readonly kind: 'task'; readonly task: string } & ComparedTask)
  /** Rows a second by variant. */
  | { readonly kind: 'speed'; readonly rowsPerSecond: Readonly<Record<string, number>> };

/** One for each task, and one for all networks' speed. */
export async function compareJobs(store: Store, context: StageContext): Promise<NewJob[]> {
  const encode = await inputManifest(store, context.inputs, 'encode');
  const encoder = await inputManifest(store, context.inputs, 'fit-encoder');
  const { spec } = await readStoredSpec(store, context.spec);
  const { baseline, variants } = comparisonOf(context);
  const trainings = trainingsToCompare(context);
  const cluster = clusterColumn(spec);
  const tasks = spec.tasks.map(({ name }) => name);
  const held = encode.body.shards.filter(({ split }) => split === 'eval');
  const rows = held.reduce((sum, shard) => sum + shard.rows, 0) * trainings.length;
  const payloads: ComparePayload[] = spec.tasks.map((task) => ({
    kind: 'task',
    task: task.name,
    taskKind: kindOf(task),
    tasks,
    baseline,
    trainings,
    cluster,
  }));
  const [first] = [...held].sort((a, b) => b.rows - a.rows);
  if (first !== undefined) {
    payloads.push({
      kind: 'speed',
      trainings: trainings.filter(({ seed }) => seed === 0),
      separate: variants.filter(({ architecture }) => architecture === 'separate').map(({ name }) => name),
      encoded: partOf(encode, first.part),
      leafMap: partOf(encoder, encoder.body.leafMapPart),
    });
  }
  return payloads.map((payload, shard) => ({ shard, rows: payload.kind === 'task' ? rows : 0, payload }));
}
