/** Responsible for which jobs each stage's fan-out has; pure but for reading the stage's inputs. */
import { type FoldForests, kindOf, type StageManifest, slicesOfShards } from '@espalier/domain';
import { clusterColumn } from '@espalier/spec';
import { partOf, type Store } from '@espalier/store';
import type { StageContext } from '@espalier/workflows';
import type {
  ComparePayload,
  EncodePayload,
  EvaluatePayload,
  ExtractPayload,
  ForestParts,
} from '../shards/shard-contracts.js';
import { comparisonOf, trainingsToCompare } from '../stages/comparison-inputs.js';
import { inputManifest } from '../stages/input-manifests.js';
import { readStoredSpec } from '../stages/stored-spec.js';

export interface NewJob {
  readonly shard: number;
  readonly rows: number;
  readonly payload: unknown;
}

export async function extractJobs(store: Store, context: StageContext): Promise<NewJob[]> {
  const { shards, features, columns, splitRules } = (await inputManifest(store, context.inputs, 'plan')).body;
  return slicesOfShards(shards).map((slices) => {
    const payload: ExtractPayload = { spec: context.spec, slices, features, columns, splitRules };
    const rows = slices.reduce((sum, slice) => sum + slice.rows, 0);
    return { shard: slices[0].index, rows, payload };
  });
}

export async function encodeJobs(store: Store, context: StageContext): Promise<NewJob[]> {
  const extract = await inputManifest(store, context.inputs, 'extract');
  const encoder = await inputManifest(store, context.inputs, 'fit-encoder');
  const { spec } = await readStoredSpec(store, context.spec);
  const schema = partOf(extract, extract.body.schemaPart);
  const main = forestParts(encoder, encoder.body);
  const folds = encoder.body.folds.map((fold) => forestParts(encoder, fold));
  const encoded = extract.body.shards.filter(({ split }) => split !== 'encoder');
  return encoded.map(({ split, rows, part }, index) => {
    const as = split === 'train' && spec.model.leaves === 'margins' ? 'margins' : 'leaves';
    const forests = as === 'margins' && folds.length > 0 ? folds : [main];
    const features = partOf(extract, part);
    const payload: EncodePayload = { index, split, features, schema, as, forests };
    return { shard: index, rows, payload };
  });
}

export async function evaluateJobs(store: Store, context: StageContext): Promise<NewJob[]> {
  const encode = await inputManifest(store, context.inputs, 'encode');
  const encoder = await inputManifest(store, context.inputs, 'fit-encoder');
  const train = await inputManifest(store, context.inputs, 'train');
  const { spec } = await readStoredSpec(store, context.spec);
  const tasks = spec.tasks.map(({ name }) => name);
  const leafMap = partOf(encoder, encoder.body.leafMapPart);
  const network = partOf(train, train.body.networkPart);
  const held = encode.body.shards.filter(({ split }) => split === 'eval');
  return held.map(({ rows, part }, index) => {
    const payload: EvaluatePayload = { index, encoded: partOf(encode, part), leafMap, network, tasks };
    return { shard: index, rows, payload };
  });
}

/** One for each task, and one for all networks' speed. */
export async function compareJobs(store: Store, context: StageContext): Promise<NewJob[]> {
  const encode = await inputManifest(store, context.inputs, 'encode');
  const encoder = await inputManifest(store, context.inputs, 'fit-encoder');
  const { spec } = await readStoredSpec(store, context.spec);
  const { baseline } = comparisonOf(context);
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
      encoded: partOf(encode, first.part),
      leafMap: partOf(encoder, encoder.body.leafMapPart),
    });
  }
  return payloads.map((payload, shard) => ({ shard, rows: payload.kind === 'task' ? rows : 0, payload }));
}

function forestParts(encoder: StageManifest, { leafMapPart, boosters }: FoldForests): ForestParts {
  return {
    leafMap: partOf(encoder, leafMapPart),
    boosters: boosters.map(({ task, part }) => ({ task, part: partOf(encoder, part) })),
  };
}
