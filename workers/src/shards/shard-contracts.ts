/** What a job of each fan-out carries and gives back: references and counts, never rows. */
import type {
  ArtifactRef,
  FeatureColumn,
  Fingerprint,
  ManifestRef,
  PartRef,
  PlanColumn,
  SourceShard,
  SplitName,
  SplitRule,
  TaskKindName,
} from '@espalier/domain';
import type { Moments } from '@espalier/features';
import type { ComparedTask } from '../metrics/measure-comparison.js';

/** What a worker gives for a shard: its result, and of which environment it is. */
export interface ShardEnd {
  readonly result: unknown;
  readonly fingerprint: Fingerprint;
}

export interface ExtractPayload {
  readonly spec: ArtifactRef;
  /** The shard's slices. */
  readonly slices: readonly [SourceShard, ...SourceShard[]];
  readonly features: readonly FeatureColumn[];
  readonly columns: readonly PlanColumn[];
  readonly splitRules: readonly SplitRule[];
}

export interface ExtractResult {
  readonly splits: readonly {
    readonly split: SplitName;
    readonly rows: number;
    readonly features: PartRef;
    readonly statistics: PartRef;
  }[];
}

export interface EncodePayload {
  readonly index: number;
  readonly split: SplitName;
  readonly features: PartRef;
  readonly schema: PartRef;
  /** `leaves`: the row's leaf in each tree of the only forests. `margins`: what the forests of the row's fold say of it. */
  readonly as: 'leaves' | 'margins';
  /** By fold; the only ones where rows have none. */
  readonly forests: readonly ForestParts[];
}

/** Forests of all tasks, in the spec's order, with their leaf map. */
export interface ForestParts {
  readonly leafMap: PartRef;
  readonly boosters: readonly { readonly task: string; readonly part: PartRef }[];
}

export interface EncodeResult {
  readonly index: number;
  readonly split: SplitName;
  readonly rows: number;
  readonly encoded: PartRef;
  /** Names of the numeric columns. */
  readonly denseColumns: readonly string[];
  /** Of each task's margins, in the spec's order; null where the rows have leaves. */
  readonly margins: readonly Moments[] | null;
}

export interface EvaluatePayload {
  readonly index: number;
  readonly encoded: PartRef;
  readonly leafMap: PartRef;
  readonly network: PartRef;
  readonly tasks: readonly string[];
}

export interface EvaluateResult {
  readonly index: number;
  readonly rows: number;
  readonly predictions: PartRef;
}

/** A training of a variant, with what it left behind. */
export interface TrainingToCompare {
  readonly variant: string;
  readonly seed: number;
  readonly train: ManifestRef;
  readonly evaluate: ManifestRef;
}

/** What a job of a comparison does: all of one task, or the networks' speed. */
export type ComparePayload =
  | {
      readonly kind: 'task';
      readonly task: string;
      /** Default: `defaultTaskKind`. */
      readonly taskKind?: TaskKindName;
      readonly tasks: readonly string[];
      readonly baseline: string;
      readonly trainings: readonly TrainingToCompare[];
      /** The column that rows are grouped by; null where each stands for itself. */
      readonly cluster: string | null;
    }
  | {
      readonly kind: 'speed';
      /** One of each variant. */
      readonly trainings: readonly TrainingToCompare[];
      readonly encoded: PartRef;
      readonly leafMap: PartRef;
    };

export type CompareResult =
  | ({ readonly kind: 'task'; readonly task: string } & ComparedTask)
  /** Rows a second by variant. */
  | { readonly kind: 'speed'; readonly rowsPerSecond: Readonly<Record<string, number>> };
