/** Responsible for which jobs a watch has: one for each shard of the newest partition's rows. None where there is nothing to score. */
import type { ArtifactRef, ManifestRef, NamedChampion, PartRef } from '@espalier/domain';
import type { Store } from '@espalier/store';
import type { StageContext } from '@espalier/workflows';
import type { NewJob } from '../stage-computing.js';
import type { ShardSlices } from './arrived-slices.js';
import { findArrival } from './find-arrival.js';

export interface WatchPayload {
  readonly index: number;
  readonly spec: ArtifactRef;
  readonly plan: ManifestRef;
  /** The partition's, of one shard of the source. */
  readonly slices: ShardSlices;
  readonly champion: NamedChampion;
  /** Those that the run and the champion both have. */
  readonly tasks: readonly string[];
}

export interface WatchResult {
  /** The champion's version, which may be another one by now. */
  readonly version: number;
  readonly rows: number;
  /** Null where none of the shard's rows is held out, or none could be predicted. */
  readonly predictions: PartRef | null;
  /** Why the champion's bundle can't predict the rows, as a clause; null where it can. */
  readonly unscorable: string | null;
}

export async function watchJobs(store: Store, context: StageContext): Promise<NewJob[]> {
  const arrival = await findArrival(store, context);
  if ('unscored' in arrival) return [];
  const { champion, tasks } = arrival;
  return arrival.slices.map((slices, index) => {
    const rows = slices.reduce((sum, slice) => sum + slice.rows, 0);
    const plan = context.inputs.plan as ManifestRef;
    return { shard: index, rows, payload: { index, spec: context.spec, plan, slices, champion, tasks } };
  });
}
