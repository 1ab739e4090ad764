/**
 * Responsible for which part of a worker's environment each stage's key names, and whose workers compute which stage; pure.
 * Leaves to others: reading environments (environment/read-environment.ts), and which of several does the work (stage-pool.ts).
 */
import { type Environment, type StageName, stageNames } from '@espalier/domain';
import type { WorkerRole } from '@espalier/fanout';
import type { PipelineSpec } from '@espalier/spec';
import { type NativeLibrary, stageDeclarations } from '@espalier/spec/stages';
import { digestHex, digestOfJson } from '@espalier/store';
import { shapesTensorflowOnly } from '../environment/shaping-variables.js';
import type { CodeDigests } from './code-digests.js';

/** Who computes a stage; null for what the orchestrator does itself. */
export function roleOf(stage: StageName): WorkerRole | null {
  const { work } = stageDeclarations[stage];
  switch (work.kind) {
    case 'single':
      return null;
    case 'fan-out':
      return 'feature';
    case 'gang':
      return work.role;
  }
}

/** Digits that tell the code of a role from others, for people too. */
const codeDigits = 16;

/** Of all code by which workers of a role make results: those of another do work of their own, as of another environment. */
export function codeOfRole(role: WorkerRole, code: CodeDigests): string {
  const ofStages = stageNames.filter((stage) => roleOf(stage) === role).map((stage) => code[stage]);
  return digestHex(digestOfJson(ofStages)).slice(0, codeDigits);
}

/** Slots that a stage needs at once: as many as its gang has ranks; shards come one after another. */
export function slotsOf(stage: StageName, { encoder, training }: PipelineSpec): number {
  switch (roleOf(stage)) {
    case 'encoder':
      return encoder.workers;
    case 'trainer':
      return training.workers;
    default:
      return 1;
  }
}

const ofTensorflow = ['tensorflow', 'tensorflowAddon', 'tfjs'];

/** Whose results a component of an environment shapes; null where it may be those of any. */
function libraryOf(component: string): NativeLibrary | null {
  if (ofTensorflow.includes(component) || shapesTensorflowOnly(component)) return 'tensorflow';
  return component === 'duckdb' || component === 'xgboost' ? component : null;
}

/** What of its workers' environment a stage's key names. The code is named by the key itself, stage by stage. */
export function keyEnvironment(stage: StageName, environment: Environment): Environment {
  const { libraries } = stageDeclarations[stage];
  const isShaping = (component: string): boolean => {
    const library = libraryOf(component);
    return component !== 'code' && (library === null || libraries.includes(library));
  };
  return Object.fromEntries(Object.entries(environment).filter(([component]) => isShaping(component)));
}
