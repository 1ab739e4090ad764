/**
 * Responsible for what a run's champion is to be scored on: the newest partition that the run reads, unless the champion has learnt from it, or it
 * was scored as it is already.
 * Leaves to others: what lineage allows (registry), scoring (watch-shard.ts).
 */
import type { Digest, NamedChampion, SourcePartition, VersionRecord, WatchPoint } from '@espalier/domain';
import { newestPartition } from '@espalier/features';
import {
  readAliases,
  readVersion,
  readVersionRecord,
  refusalOfArrival,
  watchedBefore,
} from '@espalier/registry';
import type { Store } from '@espalier/store';
import type { StageContext } from '@espalier/workflows';
import { lineageOf, modelRows, otherTasks } from '../find-champion/champion-lineage.js';
import { inputManifest } from '../input-manifests.js';
import { readStoredSpec } from '../stored-spec.js';
import { type ShardSlices, slicesOfPartition } from './arrived-slices.js';

interface Nothing {
  readonly model: string;
  readonly partition: SourcePartition | null;
  readonly champion: NamedChampion | null;
  /** As a clause. */
  readonly unscored: string;
  /** Of the same content, scored by an earlier run. */
  readonly known: WatchPoint | null;
}

export interface ScorableArrival {
  readonly model: string;
  readonly partition: SourcePartition;
  readonly content: Digest;
  readonly champion: NamedChampion;
  readonly record: VersionRecord;
  readonly slices: readonly ShardSlices[];
  /** Those that the run and the champion both have. */
  readonly tasks: readonly string[];
  /** The run's others, each with the reason as a clause. */
  readonly otherTasks: Readonly<Record<string, string>>;
}

export type Arrival = Nothing | ScorableArrival;

/** @param scoredBy the version that has scored it, where that is done; without, whichever is the champion now */
export async function findArrival(
  store: Store,
  context: StageContext,
  scoredBy: number | null = null,
): Promise<Arrival> {
  const stored = await readStoredSpec(store, context.spec);
  const { spec } = stored;
  if (spec.publish === undefined)
    throw new RangeError('a run that publishes no model has no champion to watch');
  const { model } = spec.publish;
  const plan = (await inputManifest(store, context.inputs, 'plan')).body;
  const partition = newestOf(plan.partitions ?? []);
  const without = (unscored: string, of: Partial<Nothing> = {}): Nothing => {
    return { model, partition, champion: null, known: null, ...of, unscored };
  };
  const version = scoredBy ?? (await readAliases(store, model))?.champion ?? null;
  if (version === null) return without(`${model} has no champion yet`);
  const { bundle, record: ref } = await readVersion(store, model, version);
  const champion = { version, bundle };
  if (partition === null || partition.digest === null) return without('no partition is there', { champion });
  const { label, digest: content } = partition;
  if ((spec.source.sample ?? 1) < 1) {
    return without('the run reads a sample of its rows, and the series tells of whole partitions', {
      champion,
    });
  }
  const known = await watchedBefore(store, { model, pipeline: context.pipeline, partition: label, content });
  if (known !== null && scoredBy === null) {
    return without(`version ${known.version} was scored on it as it is by ${known.run}`, { champion, known });
  }
  const record = await readVersionRecord(store, ref);
  const lineage = await lineageOf(store, record);
  if (typeof lineage === 'string') {
    return without(`it can't be told what version ${version} was made of: ${lineage}`, { champion });
  }
  const refusal = refusalOfArrival(partition, modelRows(plan, spec).cut, lineage.rows, version);
  if (refusal !== null) return without(refusal, { champion });
  const others = otherTasks(spec.tasks, lineage.tasks, version);
  const tasks = spec.tasks.map(({ name }) => name).filter((name) => others[name] === undefined);
  const [why] = Object.values(others);
  if (tasks.length === 0) return without(`no task can be scored: ${why}`, { champion });
  const slices = slicesOfPartition(plan, partition, stored);
  if (slices === null) return without('its rows are not told from those of other partitions', { champion });
  return { model, partition, content, champion, record, slices, tasks, otherTasks: others };
}

/** Read for both, it is held out. */
function newestOf(partitions: readonly SourcePartition[]): SourcePartition | null {
  const newest = newestPartition(partitions);
  const held = partitions.find(({ split, label, digest }) => {
    return split === 'eval' && label === newest?.label && digest !== null;
  });
  return held ?? newest;
}
