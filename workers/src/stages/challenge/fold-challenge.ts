/** Responsible for how a run's model compares with the champion on all held-out rows, by the code that compares networks with forests. */
import type { SliceComparison } from '@espalier/domain';
import { gateSlices, type PipelineSpec } from '@espalier/spec';
import { measurePredictions } from '../../metrics/measure-predictions.js';
import { inputManifest } from '../input-manifests.js';
import type { FoldContext, StageResult } from '../stage-computing.js';
import { readStoredSpec } from '../stored-spec.js';
import { type ChallengeResult, type SlicePredictions, tasksOfBoth } from './jobs.js';

export async function foldChallenge(
  fold: FoldContext,
  ofShards: readonly unknown[],
): Promise<StageResult<'challenge'>> {
  const results = ofShards as readonly ChallengeResult[];
  const { store } = fold.services;
  const [unfit] = results.flatMap((result) => ('unscorable' in result ? [result.unscorable] : []));
  if (results.length === 0 || unfit !== undefined) {
    const nothing = { rows: 0, challenger: {}, champion: {}, comparison: {}, cluster: null };
    const unscorable =
      unfit === undefined ? null : `the champion's bundle can't predict these rows: ${unfit}`;
    return { parts: [], body: { ...nothing, unscorable } };
  }
  const { spec } = await readStoredSpec(store, fold.context.spec);
  const { otherTasks } = (await inputManifest(store, fold.context.inputs, 'find-champion')).body;
  const both = tasksOfBoth(spec.tasks, otherTasks);
  const tasks = spec.tasks.filter(({ name }) => both.includes(name));
  const parts = results.flatMap((result) => ('predictions' in result ? [result.predictions] : []));
  const { metrics, forest, comparison, cluster } = await measurePredictions(fold, { ...spec, tasks }, parts);
  const rows = results.reduce((sum, result) => sum + result.rows, 0);
  const body = { rows, challenger: metrics, champion: forest, comparison, cluster, unscorable: null };
  const slices = await measureSlices(fold, { ...spec, tasks }, results);
  return { parts, body: slices.length === 0 ? body : { ...body, slices } };
}

/** One after the other: each is measured in the memory that all rows need at most. */
async function measureSlices(
  fold: FoldContext,
  spec: PipelineSpec,
  results: readonly ChallengeResult[],
): Promise<readonly SliceComparison[]> {
  const found = results.flatMap((result) => ('slices' in result ? (result.slices ?? []) : []));
  const measured: SliceComparison[] = [];
  for (const { column, values } of gateSlices(spec)) {
    for (const value of values) {
      const own = found.filter((each) => each.column === column && each.value === value);
      measured.push({ column, value, ...(await measureSlice(fold, spec, own)) });
    }
  }
  return measured;
}

async function measureSlice(
  fold: FoldContext,
  spec: PipelineSpec,
  own: readonly SlicePredictions[],
): Promise<Omit<SliceComparison, 'column' | 'value'>> {
  if (own.length === 0) return { rows: 0, positives: {}, comparison: {}, cluster: null };
  const { metrics, comparison, cluster } = await measurePredictions(
    fold,
    spec,
    own.map(({ predictions }) => predictions),
  );
  const positives = Object.entries(metrics).map(([task, of]) => [task, Number(of.positives ?? 0)] as const);
  const rows = own.reduce((sum, each) => sum + each.rows, 0);
  return { rows, positives: Object.fromEntries(positives), comparison, cluster };
}
