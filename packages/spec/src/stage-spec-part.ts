/** Responsible for which part of a pipeline shapes which stage's result: what its cache key holds, and what variants may share. */
import type { StageName } from '@espalier/domain';
import { clusterColumn } from './cluster-column.js';
import { crossFitFolds } from './cross-fit-folds.js';
import { type PipelineSpec, trainingShares } from './pipeline-schema.js';

/** How training shapes the model: not how often it is saved, nor how patiently a silent rank is waited for. */
function shapingTraining({
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

/** What of a spec makes predictions; the rest is about where the data lies and how the run goes. */
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

/** A task by its name, and by its kind where that is no default. */
function named({ name, kind }: Pick<PipelineSpec['tasks'][number], 'name' | 'kind'>) {
  return { name, ...(kind === undefined ? {} : { kind }) };
}

/** The part of the spec that a stage reads, with the spec's own paths. */
export function stageSpecPart(stage: StageName, spec: PipelineSpec): unknown {
  const { seed, tasks, features, source, encoder, model, training } = spec;
  const folds = crossFitFolds(spec);
  switch (stage) {
    case 'plan':
      return { source, features, tasks, encoder: { workers: encoder.workers } };
    case 'extract':
      return {
        seed,
        tasks: tasks.map((task) => ({ ...named(task), label: task.label })),
        features: { minCount: features.minCount },
        source: { split: source.split, sample: source.sample },
        evaluation: { cluster: clusterColumn(spec) },
        encoder: { folds },
      };
    case 'fit-encoder':
      return { seed, encoder: { ...encoder, folds }, tasks: tasks.map(named) };
    case 'encode': {
      const { leaves } = model;
      return { seed, tasks: tasks.map(({ name }) => ({ name })), encoder: { folds }, model: { leaves } };
    }
    case 'train': {
      const learnt = tasks.map(({ group, lossWeight, ...task }) => ({ ...named(task), group, lossWeight }));
      const { earlyStop } = trainingShares(source.split);
      return { seed, model, training: shapingTraining(training), tasks: learnt, earlyStop };
    }
    case 'evaluate':
      return {
        tasks: tasks.map(named),
        evaluation: { cluster: clusterColumn(spec) },
      };
    case 'publish':
      return spec;
    case 'compare':
      return { tasks: tasks.map(named), evaluation: { cluster: clusterColumn(spec) } };
  }
}
