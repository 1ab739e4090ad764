/**
 * Responsible for the champion's point on a partition that arrived: its figures of all rows, held to what they were before.
 * Leaves to others: measuring (metrics), judging (registry), keeping the point and telling people (keep-point.ts).
 */
import {
  type Estimates,
  kindOf,
  type PartRef,
  type SourcePartition,
  type VersionRecord,
  type WatchBody,
  type WatchPoint,
  type WatchReference,
} from '@espalier/domain';
import { judgeArrival, watchedEarlier, watchedOfVersion } from '@espalier/registry';
import { readManifest, type Store } from '@espalier/store';
import { estimatePredictions } from '../../metrics/estimate-predictions.js';
import type { FoldContext, StageResult } from '../stage-computing.js';
import { readStoredSpec } from '../stored-spec.js';
import { type Arrival, findArrival, type ScorableArrival } from './find-arrival.js';
import type { WatchResult } from './jobs.js';

type Result = StageResult<'watch'>;

export async function foldWatch(fold: FoldContext, ofShards: readonly unknown[]): Promise<Result> {
  const { services, context, logger } = fold;
  const { store } = services;
  const results = ofShards as readonly WatchResult[];
  const arrival = await findArrival(store, context, results[0]?.version ?? null);
  const { parts, body } = await resultOf(fold, arrival, results);
  const { model, partition, champion, unscored, point } = body;
  const { runId } = context;
  logger.info(
    { runId, model, partition, champion, unscored, drifted: point?.drifted ?? null },
    'champion watched',
  );
  return { parts, body };
}

async function resultOf(
  fold: FoldContext,
  arrival: Arrival,
  results: readonly WatchResult[],
): Promise<Result> {
  const { model } = arrival;
  const champion = arrival.champion?.version ?? null;
  const common = { model, partition: arrival.partition?.label ?? null, champion };
  const without = (unscored: string, isWarned: boolean): Result => {
    const text = `The champion was not scored on the newest partition${on(arrival.partition)}: ${unscored}.`;
    const told = isWarned ? { warnings: [text], notes: [] } : { warnings: [], notes: [text] };
    return { parts: [], body: { ...common, unscored, point: null, ...told } };
  };
  if ('unscored' in arrival) return without(arrival.unscored, false);
  if (results.length === 0) return without('it became the champion only meanwhile', false);
  const unfit = results.find(({ unscorable }) => unscorable !== null)?.unscorable;
  if (unfit != null) return without(`the champion's bundle can't predict its rows: ${unfit}`, true);
  const parts = results.flatMap(({ predictions }) => (predictions === null ? [] : [predictions]));
  if (parts.length === 0) return without('none of its rows is held out', false);
  const point = await pointOf(fold, arrival, { rows: rowsOf(results), parts });
  const body: WatchBody = { ...common, unscored: null, point, ...remarks(point, arrival) };
  return { parts: [], body };
}

interface Scored {
  readonly rows: number;
  readonly parts: readonly PartRef[];
}

async function pointOf(
  fold: FoldContext,
  arrival: ScorableArrival,
  { rows, parts }: Scored,
): Promise<WatchPoint> {
  const { services, context } = fold;
  const { store } = services;
  const { spec } = await readStoredSpec(store, context.spec);
  const settings = spec.publish?.watch;
  if (settings === undefined) throw new RangeError('a run that watches no champion judges none');
  const { model, partition, content, champion, record, tasks } = arrival;
  const { version, bundle } = champion;
  const watched = spec.tasks.filter(({ name }) => tasks.includes(name));
  const { estimates, cluster } = await estimatePredictions(fold, { ...spec, tasks: watched }, parts);
  const { runId: run, pipeline } = context;
  const place = { model, pipeline, partition: partition.label };
  const earlier = await watchedEarlier(store, place, settings.window);
  const known =
    earlier.find((point) => point.version === version) ??
    (await watchedOfVersion(store, place, version, mostLooked));
  const reference = await referenceOf(store, record, known);
  const verdicts = judgeArrival({
    ...{ partition: partition.label, estimates, reference, earlier, tolerances: settings.tolerance },
    isCut: earlier.length >= settings.window,
    kinds: Object.fromEntries(watched.map((task) => [task.name, kindOf(task)])),
  });
  return {
    ...{ ...place, run, content, at: new Date().toISOString(), version, bundle: bundle.digest },
    ...{ rows, cluster, estimates, reference, verdicts },
    drifted: verdicts.some(({ drifted }) => drifted),
  };
}

/** Partitions back to where a champion that comes back by a rollback was seen last. */
const mostLooked = 400;

/**
 * The first that is known of the version: its evaluation, where that was on partitions of its own as those are that arrive; else its first
 * point. Rows held out of the partitions that it learnt from are its training rows' twins.
 * @param known any point of the version before, each of which tells what it was held to
 */
async function referenceOf(
  store: Store,
  { manifests, partitions }: VersionRecord,
  known: WatchPoint | null,
): Promise<WatchReference | null> {
  const held = partitions.filter(({ split, digest }) => split === 'eval' && digest !== null);
  const newest = held
    .map(({ label }) => label)
    .sort()
    .at(-1);
  const { evaluate } = manifests;
  if (newest !== undefined && evaluate !== undefined) {
    const estimates = await evaluated(store, evaluate);
    if (estimates !== null) return { partition: newest, estimates };
  }
  return known && (known.reference ?? { partition: known.partition, estimates: known.estimates });
}

/** Null of versions that were evaluated before there were estimates. */
async function evaluated(store: Store, ref: VersionRecord['manifests'][string]): Promise<Estimates | null> {
  return (await readManifest(store, { ...ref, stage: 'evaluate' })).body.estimates ?? null;
}

function remarks(
  { model, version, partition, reference, verdicts }: WatchPoint,
  { otherTasks }: ScorableArrival,
): Pick<WatchBody, 'warnings' | 'notes'> {
  const named = `Version ${version} of ${model}, the champion,`;
  const drifted = verdicts.filter((verdict) => verdict.drifted);
  const held =
    reference === null
      ? 'this is the first partition that is known of it'
      : `none of ${verdicts.length} figures is shown to be worse than on ${reference.partition} by more than is tolerated`;
  const others = Object.entries(otherTasks).map(
    ([task, why]) => `The champion was not scored by ${task} on ${partition}: ${why}.`,
  );
  return {
    warnings: drifted.map(({ because }) => `${named} has got worse: ${because}`),
    notes: [...(drifted.length > 0 ? [] : [`${named} was scored on ${partition}: ${held}.`]), ...others],
  };
}

function on(partition: SourcePartition | null): string {
  return partition === null ? '' : `, ${partition.label}`;
}

function rowsOf(results: readonly WatchResult[]): number {
  return results.reduce((sum, { rows }) => sum + rows, 0);
}
