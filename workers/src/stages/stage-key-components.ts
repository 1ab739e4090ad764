/** Responsible for what each stage's result depends on: the part of the spec, the inputs, the code, the machine. */
import type { Digest, PlanBody, StageManifest, StageName } from '@espalier/domain';
import { clusterColumn, crossFitFolds, type PipelineSpec, trainingShares } from '@espalier/spec';
import { digestOfJson, type StageKeyComponents } from '@espalier/store';
import type { CodeDigests } from './code-digests.js';
import type { StageEnvironment } from './stage-environment.js';

/** What says where an object lies and how to know it again; its content is in the plan's `sourceDigest`. */
const placed: ReadonlySet<string> = new Set(['uri', 'identity']);

/**
 * Digest of what a stage made, wherever it lies: the object keys name a run and are left out. A plan's shards are
 * identified by the source's content, not by the folder it was read from; what it says to people decides nothing.
 */
export function contentDigest(manifest: StageManifest): Digest {
  const parts = manifest.parts.map(({ name, digest }) => ({ name, digest }));
  const { body } = manifest;
  if (manifest.stage !== 'plan') return digestOfJson({ stage: manifest.stage, parts, body });
  const { warnings: _warnings, notes: _notes, ...deciding } = body as Partial<PlanBody>;
  const text = JSON.stringify(deciding, (key, value: unknown) => (placed.has(key) ? undefined : value));
  return digestOfJson({ stage: manifest.stage, parts, body: JSON.parse(text) });
}

/** The digests of manifests, by the same names. */
export function contentDigests(
  manifests: Readonly<Record<string, StageManifest>>,
): Readonly<Record<string, Digest>> {
  return Object.fromEntries(
    Object.entries(manifests).map(([name, manifest]) => [name, contentDigest(manifest)]),
  );
}

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

/** The part of the spec that a stage reads, with the spec's own paths. */
function specPart(stage: StageName, spec: PipelineSpec): unknown {
  const { seed, tasks, features, source, encoder, model, training } = spec;
  const folds = crossFitFolds(spec);
  switch (stage) {
    case 'plan':
      return { source, features, tasks, encoder: { workers: encoder.workers } };
    case 'extract':
      return {
        seed,
        tasks: tasks.map(({ name, label }) => ({ name, label })),
        features: { minCount: features.minCount },
        source: { split: source.split, sample: source.sample },
        evaluation: { cluster: clusterColumn(spec) },
        encoder: { folds },
      };
    case 'fit-encoder':
      return { seed, encoder: { ...encoder, folds }, tasks: tasks.map(({ name }) => ({ name })) };
    case 'encode': {
      const { leaves } = model;
      return { seed, tasks: tasks.map(({ name }) => ({ name })), encoder: { folds }, model: { leaves } };
    }
    case 'train': {
      const learnt = tasks.map(({ name, group, lossWeight }) => ({ name, group, lossWeight }));
      const { earlyStop } = trainingShares(source.split);
      return { seed, model, training: shapingTraining(training), tasks: learnt, earlyStop };
    }
    case 'evaluate':
      return {
        tasks: tasks.map(({ name }) => ({ name })),
        evaluation: { cluster: clusterColumn(spec) },
      };
    case 'publish':
      return spec;
  }
}

export function stageKeyComponents(
  stage: StageName,
  spec: PipelineSpec,
  inputs: Readonly<Record<string, StageManifest>>,
  code: CodeDigests,
  environment: StageEnvironment,
): StageKeyComponents {
  return {
    stage,
    inputs: contentDigests(inputs),
    spec: specPart(stage, spec),
    code: code[stage],
    environment: environment[stage],
  };
}
