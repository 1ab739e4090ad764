/** Responsible for what of a pipeline makes predictions; the rest is about where the data lies and how the run goes. */
import type { PipelineSpec } from './pipeline-schema.js';

/** How training shapes the model: not how often it is saved, nor how patiently a silent rank is waited for. */
export function shapingTraining({
  rankSilenceTimeout: _patience,
  checkpointEvery: _interval,
  ...shaping
}: PipelineSpec['training']) {
  return shaping;
}

/** Which features there are; what their author has acknowledged about them changes none, nor does where tables and logs lie. */
function shapingFeatures({ acknowledged: _reasons, lookups, counts, ...shaping }: PipelineSpec['features']) {
  return {
    ...shaping,
    ...(lookups === undefined ? {} : { lookups: lookups.map(({ uri: _place, ...lookup }) => lookup) }),
    ...(counts === undefined ? {} : { counts: counts.map(withoutPlace) }),
  };
}

function withoutPlace({ of, ...count }: NonNullable<PipelineSpec['features']['counts']>[number]) {
  const { uri: _place, late: _more, atLeast: _least, ...history } = of;
  return { ...count, of: history };
}

export function modellingPart({ seed, tasks, features, encoder, model, training }: PipelineSpec): unknown {
  return {
    seed,
    tasks,
    features: shapingFeatures(features),
    encoder,
    model,
    training: shapingTraining(training),
  };
}
