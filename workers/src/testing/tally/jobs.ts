import { slicesOfShards } from '@espalier/domain';
import type { Store } from '@espalier/store';
import type { StageContext } from '@espalier/workflows';
import { inputManifest } from '../../stages/input-manifests.js';
import type { NewJob } from '../../stages/stage-computing.js';

export interface TallyPayload {
  readonly paths: readonly string[];
}

export async function tallyJobs(store: Store, { inputs }: StageContext): Promise<NewJob[]> {
  const { body } = await inputManifest(store, inputs, 'plan');
  return slicesOfShards(body.shards).map((slices, shard) => {
    const payload: TallyPayload = { paths: slices.map(({ uri }) => uri) };
    return { shard, rows: slices.reduce((sum, { rows }) => sum + rows, 0), payload };
  });
}
