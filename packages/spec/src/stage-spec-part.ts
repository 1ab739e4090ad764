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

/** What each stage reads of the spec, with the spec's own paths. A line each: a stage without one does not compile. */
export const stageSpecParts: Readonly<Record<StageName, (spec: PipelineSpec) => unknown>> = {
  plan: ({ source, features, tasks, encoder: { workers } }) => ({
    source,
    features,
    tasks,
    encoder: { workers },
  }),
  extract: (spec) => ({
    seed: spec.seed,
    tasks: spec.tasks.map((task) => ({ ...named(task), label: task.label })),
    features: { minCount: spec.features.minCount },
    source: { split: spec.source.split, sample: spec.source.sample },
    evaluation: { cluster: clusterColumn(spec) },
    encoder: { folds: crossFitFolds(spec) },
  }),
  'fit-encoder': (spec) => ({
    seed: spec.seed,
    encoder: { ...spec.encoder, folds: crossFitFolds(spec) },
    tasks: spec.tasks.map(named),
  }),
  encode: (spec) => ({
    seed: spec.seed,
    tasks: spec.tasks.map(({ name }) => ({ name })),
    encoder: { folds: crossFitFolds(spec) },
    model: { leaves: spec.model.leaves },
  }),
  train: ({ seed, tasks, source, model, training }) => ({
    ...{ seed, model, training: shapingTraining(training) },
    tasks: tasks.map(({ group, lossWeight, ...task }) => ({ ...named(task), group, lossWeight })),
    earlyStop: trainingShares(source.split).earlyStop,
  }),
  evaluate: measuredTasks,
  publish: (spec) => spec,
  compare: measuredTasks,
};

function measuredTasks(spec: PipelineSpec): unknown {
  return { tasks: spec.tasks.map(named), evaluation: { cluster: clusterColumn(spec) } };
}

/** The part of the spec that a stage reads. */
export function stageSpecPart(stage: StageName, spec: PipelineSpec): unknown {
  return stageSpecParts[stage](spec);
}
