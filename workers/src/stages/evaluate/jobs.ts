/** Responsible for which jobs evaluation has: one for each encoded part of held-out rows. */
import type { PartRef } from '@espalier/domain';
import { partOf, type Store } from '@espalier/store';
import type { StageContext } from '@espalier/workflows';
import { inputManifest } from '../input-manifests.js';
import type { NewJob } from '../stage-computing.js';
import { readStoredSpec } from '../stored-spec.js';

export interface EvaluatePayload {
  readonly index: number;
  readonly encoded: PartRef;
  readonly leafMap: PartRef;
  readonly network: PartRef;
  readonly tasks: readonly string[];
}

export interface EvaluateResult {
  readonly index: number;
  readonly rows: number;
  readonly predictions: PartRef;
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
