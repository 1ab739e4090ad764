/**
 * Responsible for which part of a worker's environment each stage's key names, and whose workers compute which stage; pure.
 * Leaves to others: reading environments (environment/read-environment.ts), and which of several does the work (stage-pool.ts).
 */
import { type Environment, type StageName, stageNames } from '@espalier/domain';
import type { WorkerRole } from '@espalier/fanout';
import type { PipelineSpec } from '@espalier/spec';
import { digestHex, digestOfJson } from '@espalier/store';
import { stageDeclarations } from '@espalier/workflows';
import { shapesTensorflowOnly } from '../environment/shaping-variables.js';
import type { CodeDigests } from './code-digests.js';

/** Who computes a stage; null for what the orchestrator does itself. */
export function roleOf(stage: StageName): WorkerRole | null {
  const { body } = stageDeclarations[stage];
  switch (body.kind) {
    case 'single':
      return null;
    case 'fan-out':
      return 'feature';
    case 'gang':
      return body.role;
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

const isTensorflow = (name: string) => name === 'tensorflow' || name === 'tfjs' || shapesTensorflowOnly(name);
const onlyByDuckdb = (name: string) => !isTensorflow(name) && name !== 'xgboost';
const byAll = () => true;

/** What of its workers' environment shapes each stage's result: a new TensorFlow changes nothing of what DuckDB extracts. */
export const shapesStage: Readonly<Record<StageName, (name: string) => boolean>> = {
  plan: onlyByDuckdb,
  extract: onlyByDuckdb,
  'fit-encoder': byAll,
  encode: (name) => !isTensorflow(name),
  train: byAll,
  evaluate: (name) => name !== 'duckdb' && name !== 'xgboost',
  publish: onlyByDuckdb,
  compare: byAll,
};

/** What of its workers' environment a stage's key names. The code is named by the key itself, stage by stage. */
export function keyEnvironment(stage: StageName, environment: Environment): Environment {
  const isShaping = shapesStage[stage];
  return Object.fromEntries(
    Object.entries(environment).filter(([name]) => name !== 'code' && isShaping(name)),
  );
}
