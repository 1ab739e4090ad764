/** Responsible for how a run's model compares with the champion on all held-out rows, by the code that compares networks with forests. */
import { measurePredictions } from '../../metrics/measure-predictions.js';
import { inputManifest } from '../input-manifests.js';
import type { FoldContext, StageResult } from '../stage-computing.js';
import { readStoredSpec } from '../stored-spec.js';
import { type ChallengeResult, tasksOfBoth } from './jobs.js';

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
  return { parts, body };
}
