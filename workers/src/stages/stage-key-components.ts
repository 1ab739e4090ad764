/** Responsible for what each stage's result depends on: the part of the spec, the inputs, the code, the machine. */
import type { Digest, Environment, StageManifest, StageName, StageParams } from '@espalier/domain';
import type { PipelineSpec } from '@espalier/spec';
import { contentOf, stageDeclarations, stageSpecPart } from '@espalier/spec/stages';
import { digestOfJson, type StageKeyComponents } from '@espalier/store';
import type { StageInput } from '@espalier/workflows';
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

/**
 * What of an instance's params its key has to name: all but the variant, which has chosen the spec, so that a new one is in without being asked for.
 * Null where there are none, and of a stage that is never cached.
 */
function paramsForKey(stage: StageName, params: StageParams = {}): object | null {
  if (stageDeclarations[stage].isNeverCached) return null;
  const { variant: _inSpec, ...others } = params;
  const given = Object.entries(others).filter(([, value]) => value !== undefined);
  return given.length === 0 ? null : Object.fromEntries(given);
}

/** @param environment as `keyEnvironment` gives it */
export function stageKeyComponents(
  { stage, params }: Pick<StageInput, 'stage' | 'params'>,
  spec: PipelineSpec,
  inputs: Readonly<Record<string, StageManifest>>,
  code: CodeDigests,
  environment: Environment,
): StageKeyComponents {
  const ofSpec = stageSpecPart(stage, spec);
  const own = paramsForKey(stage, params);
  return {
    stage,
    inputs: contentDigests(inputs),
    spec: own === null ? ofSpec : { ...(ofSpec as object), params: own },
    code: code[stage],
    environment,
  };
}
