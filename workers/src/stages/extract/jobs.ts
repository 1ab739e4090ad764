/** Responsible for which jobs extraction has: one for each shard of the plan. */
import {
  type ArtifactRef,
  type FeatureColumn,
  type ManifestRef,
  type PartRef,
  type PlanColumn,
  type SourceShard,
  type SplitName,
  type SplitRule,
  slicesOfShards,
} from '@espalier/domain';
import type { Store } from '@espalier/store';
import type { StageContext } from '@espalier/workflows';
import { inputManifest } from '../input-manifests.js';
import type { NewJob } from '../stage-computing.js';

export interface ExtractPayload {
  readonly spec: ArtifactRef;
  /** The shard's slices. */
  readonly slices: readonly [SourceShard, ...SourceShard[]];
  readonly features: readonly FeatureColumn[];
  readonly columns: readonly PlanColumn[];
  readonly splitRules: readonly SplitRule[];
  /** The plan, where it joins columns: of the objects that these are from, jobs hold no list each. */
  readonly plan?: ManifestRef;
}

export interface ExtractResult {
  readonly splits: readonly {
    readonly split: SplitName;
    readonly rows: number;
    readonly features: PartRef;
    readonly statistics: PartRef;
  }[];
}

export async function extractJobs(store: Store, context: StageContext): Promise<NewJob[]> {
  const plan = (await inputManifest(store, context.inputs, 'plan')).body;
  const { shards, features, columns, splitRules, joins } = plan;
  const joining = joins === undefined ? {} : { plan: context.inputs.plan as ManifestRef };
  return slicesOfShards(shards).map((slices) => {
    const payload: ExtractPayload = { spec: context.spec, slices, features, columns, splitRules, ...joining };
    const rows = slices.reduce((sum, slice) => sum + slice.rows, 0);
    return { shard: slices[0].index, rows, payload };
  });
}
