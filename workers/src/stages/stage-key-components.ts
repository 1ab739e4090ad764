/** Responsible for what each stage's result depends on: the part of the spec, the inputs, the code, the machine. */
import type { Digest, Environment, StageManifest, StageName } from '@espalier/domain';
import type { PipelineSpec } from '@espalier/spec';
import { contentOf, stageSpecPart } from '@espalier/spec/stages';
import { digestOfJson, type StageKeyComponents } from '@espalier/store';
import type { CodeDigests } from './code-digests.js';

/**
 * Digest of what a stage made, wherever it lies: the object keys name a run and are left out. A plan's shards are
 * identified by the source's content, not by the folder it was read from; what it says to people decides nothing.
 */
export function contentDigest(manifest: StageManifest): Digest {
  const parts = manifest.parts.map(({ name, digest }) => ({ name, digest }));
  return digestOfJson({ stage: manifest.stage, parts, body: contentOf(manifest) });
}

/** The digests of manifests, by the same names. */
export function contentDigests(
  manifests: Readonly<Record<string, StageManifest>>,
): Readonly<Record<string, Digest>> {
  return Object.fromEntries(
    Object.entries(manifests).map(([name, manifest]) => [name, contentDigest(manifest)]),
  );
}

/** @param environment as `keyEnvironment` gives it */
export function stageKeyComponents(
  stage: StageName,
  spec: PipelineSpec,
  inputs: Readonly<Record<string, StageManifest>>,
  code: CodeDigests,
  environment: Environment,
): StageKeyComponents {
  return {
    stage,
    inputs: contentDigests(inputs),
    spec: stageSpecPart(stage, spec),
    code: code[stage],
    environment,
  };
}
