/** What a job of each fan-out carries and gives back: references and counts, never rows. */
import type {
  ArtifactRef,
  FeatureColumn,
  PartRef,
  SourceShard,
  SplitName,
  SplitRule,
} from '@espalier/domain';
import type { StageId } from '@espalier/store';

/** Under which attempt of which stage a shard writes its parts. */
type ShardTarget = StageId & { readonly token: number };

export interface ExtractPayload {
  readonly target: ShardTarget;
  readonly spec: ArtifactRef;
  readonly shard: SourceShard;
  readonly features: readonly FeatureColumn[];
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
  readonly target: ShardTarget;
  readonly index: number;
  readonly split: SplitName;
  readonly features: PartRef;
  readonly schema: PartRef;
  readonly leafMap: PartRef;
  readonly boosters: readonly { readonly task: string; readonly part: PartRef }[];
}

export interface EncodeResult {
  readonly index: number;
  readonly split: SplitName;
  readonly rows: number;
  readonly encoded: PartRef;
  readonly denseColumns: readonly string[];
}

export interface EvaluatePayload {
  readonly target: ShardTarget;
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
