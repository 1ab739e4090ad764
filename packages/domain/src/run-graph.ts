/** What a run does: stage instances, and which of them read what others leave behind. Pure data, the same for all kinds of runs. */
import type { ArchitectureName } from './architectures.js';
import type { StageName } from './stages.js';

export interface StageInstance {
  /** Unique in the run; names its workflow, its keys in S3 and its jobs: `[a-z0-9.-]`. */
  readonly id: string;
  readonly stage: StageName;
  /** What tells it from other instances of its stage. */
  readonly params: StageParams;
  /** Instances whose results it reads, by the name that it knows each by: for most, the name of its stage. */
  readonly inputs: Readonly<Record<string, string>>;
  /** Instances that it comes after without reading what they leave, so that its key knows nothing of them. */
  readonly after?: readonly string[];
  /** The run goes on where it fails; nothing may read it. */
  readonly mayFail?: true;
}

export interface StageParams {
  /** The variant of the pipeline that it follows; without, the run's own. */
  readonly variant?: string;
  /** What a `compare` stage is to compare. */
  readonly comparison?: ComparisonPlan;
}

export interface ComparisonPlan {
  /** Name of the variant that the others are measured against. */
  readonly baseline: string;
  readonly variants: readonly ComparedVariant[];
}

export interface ComparedVariant {
  readonly name: string;
  /** What it changes of the pipeline, as typed: `model.architecture=mmoe`. */
  readonly changes: readonly string[];
  /** Absent in runs of an earlier version. */
  readonly architecture?: ArchitectureName;
  /** How many trainings of it there are, which differ in their seed alone. */
  readonly seeds: number;
}

/** In an order in which each instance comes after those that it reads. */
export type RunGraph = readonly StageInstance[];

/** A training of a variant: `mmoe.s2`. */
export function trainingName(variant: string, seed: number): string {
  return `${variant}.s${seed}`;
}

/** The training that has this name; null for what is none's. */
export function trainingNamed(name: string): { readonly variant: string; readonly seed: number } | null {
  const [, variant, seed] = /^(.+)\.s(\d+)$/.exec(name) ?? [];
  return variant === undefined ? null : { variant, seed: Number(seed) };
}
