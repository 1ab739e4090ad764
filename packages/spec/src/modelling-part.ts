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

/** Which features there are; what their author has acknowledged about them changes none. */
function shapingFeatures({ acknowledged: _reasons, ...shaping }: PipelineSpec['features']) {
  return shaping;
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
