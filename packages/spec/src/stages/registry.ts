/** The registry of stages: a line each. How they compute has one as well (workers/src/stages/registry.ts); neither compiles without. */
import type { StageManifest, StageName } from '@espalier/domain';
import type { PipelineSpec } from '../pipeline-schema.js';
import { challenge } from './challenge.js';
import { check } from './check.js';
import { compare } from './compare.js';
import type { StageDeclaration } from './declaration.js';
import { encode } from './encode.js';
import { evaluate } from './evaluate.js';
import { extract } from './extract.js';
import { findChampion } from './find-champion.js';
import { fitEncoder } from './fit-encoder.js';
import { plan } from './plan.js';
import { publish } from './publish.js';
import { train } from './train.js';
import { watch } from './watch.js';

const declarations = {
  plan,
  extract,
  watch,
  check,
  'fit-encoder': fitEncoder,
  encode,
  train,
  evaluate,
  'find-champion': findChampion,
  challenge,
  publish,
  compare,
} as const satisfies { readonly [S in StageName]: StageDeclaration<S> };

/** What kind of work each stage is. */
export type StageKinds = { readonly [S in StageName]: (typeof declarations)[S]['work']['kind'] };

export const stageDeclarations: { readonly [S in StageName]: StageDeclaration<S> } = declarations;

/** The part of the spec that a stage reads. */
export function stageSpecPart(stage: StageName, spec: PipelineSpec): unknown {
  return stageDeclarations[stage].specPart(spec);
}

/** The part of the spec that may change what a stage makes. */
export function touchingPart(stage: StageName, spec: PipelineSpec): unknown {
  const { touchedBy, specPart } = stageDeclarations[stage];
  return (touchedBy ?? specPart)(spec);
}

/** How many shards, or ranks, a finished stage was made of. */
export function shardsOf(manifest: StageManifest): number {
  return stageDeclarations[manifest.stage].shardsOf(manifest as StageManifest<never>);
}

/** What of a manifest's body tells what the stage made. */
export function contentOf({ stage, body }: StageManifest): unknown {
  const { contentOf } = stageDeclarations[stage];
  return contentOf === undefined ? body : contentOf(body as never);
}
