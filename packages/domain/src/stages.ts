/** The stages of runs, in order, and what each one's manifest says. */
import type { Digest, PartRef } from './artifact.js';
import type { CheckBody } from './checks.js';
import type { Plots } from './comparison.js';
import type { Environment } from './environment.js';
import type { PlannedJoins } from './joins.js';
import type { EvaluationClusters, ModelComparison, TaskMetrics } from './metrics.js';
import type { ChallengeBody, FoundChampion } from './models/challenge.js';
import type { Estimates, WatchBody } from './models/watch.js';
import type { Selection } from './selection.js';
import type { SplitName, SplitRule } from './splits.js';
import type { TrainingPace } from './training-pace.js';

export const stageNames = [
  'plan',
  'extract',
  'watch',
  'check',
  'fit-encoder',
  'encode',
  'train',
  'evaluate',
  'find-champion',
  'challenge',
  'publish',
  'compare',
] as const;
export type StageName = (typeof stageNames)[number];

/** What readers see of a finished stage; nothing outside `parts` exists for them. */
export interface StageManifest<Body = unknown> {
  readonly stage: StageName;
  /** The stage's cache key. */
  readonly key: Digest;
  readonly parts: readonly PartRef[];
  /** Small and stage-specific; large things are parts. */
  readonly body: Body;
  /** The run that computed it; results of an earlier version tell it by the keys of their parts. */
  readonly run?: string;
  /** What the work took, for people. Depends on the day, so it is part of no digest of what the stage made. */
  readonly measured?: StageMeasurements | undefined;
  /** Of the workers that made it, as far as it shapes the stage; absent from manifests of earlier versions. */
  readonly environment?: Environment;
}

export interface StageMeasurements {
  /** Of the training loop, without loading and waiting; scaled to all steps where ranks had to start again. */
  readonly trainingSeconds?: number | undefined;
  /** Of the same loop; absent in results of earlier versions. */
  readonly pace?: TrainingPace | undefined;
}

/** A column as a source has it. */
export interface PlanColumn {
  readonly name: string;
  /** DuckDB's name of the type, such as `BIGINT`. */
  readonly duckdbType: string;
}

/** What a folder called `key=value` above an object says of its rows. */
export interface PartitionValue extends PlanColumn {
  /** As text; null for NULL. */
  readonly value: string | null;
}

/** What a plan holds an object of its source to, wherever it is read again. */
export type SourceIdentity =
  | { readonly sizeBytes: number; readonly etag: string }
  | {
      readonly sizeBytes: number;
      /** Of all bytes of a local file: what decides. */
      readonly digest: Digest;
      /** What the file system said; where it says the same again, a large file is not read again. Times are in nanoseconds since 1970. */
      readonly inode: string;
      readonly modifiedNs: string;
      readonly changedNs: string;
    };

/** A slice of one source object: whole row groups, so that a reader touches nothing else. */
export interface SourceShard {
  /** The shard that it is of: slices of small objects share one, so that the number of jobs follows the data and not the files. */
  readonly index: number;
  /** Absolute path or `s3://bucket/key`. */
  readonly uri: string;
  readonly identity: SourceIdentity;
  /** Ordinal of the object in the sorted source listing; part of every row's identity. */
  readonly objectIndex: number;
  /** Half-open range of row groups. */
  readonly rowGroupStart: number;
  readonly rowGroupEnd: number;
  /** Number of the range's first row within the object. */
  readonly firstRow: number;
  readonly rows: number;
  readonly sizeBytes: number;
  /** Which split the rows go to; `mixed` where the plan's rules say it row by row. */
  readonly split: SplitName | 'mixed';
  /** Columns that the object's folders make; left out where none is asked for. */
  readonly partitions?: readonly PartitionValue[];
}

/** The slices of each shard, in shard order. */
export function slicesOfShards(
  slices: readonly SourceShard[],
): readonly (readonly [SourceShard, ...SourceShard[]])[] {
  const shards = new Map<number, [SourceShard, ...SourceShard[]]>();
  for (const slice of slices) {
    const shard = shards.get(slice.index);
    if (shard === undefined) shards.set(slice.index, [slice]);
    else shard.push(slice);
  }
  return [...shards.values()];
}

export type ColumnKind = 'numeric' | 'categorical';

export interface FeatureColumn {
  readonly name: string;
  readonly kind: ColumnKind;
  /** DuckDB SQL over the source's columns: the quoted column, or a derived expression. */
  readonly sql: string;
  /** Of a number that float32 can't hold as it is: decimal text of what is subtracted before it is rounded. */
  readonly reference?: string;
  /** Of a number that stands for a time; absent for other numbers. */
  readonly timeKind?: TimeKind;
  /** Columns that it reads and no source has: rows to score need them ready made. Absent where there are none. */
  readonly joined?: readonly JoinedColumn[];
}

/** A column that a lookup or count made, and how, as a clause. */
export interface JoinedColumn {
  readonly name: string;
  readonly how: string;
}

/** What a time is counted from: 1970 (dates, too), midnight, or its own beginning. */
export type TimeKind = 'moment' | 'time of day' | 'duration';

/** A day or hour of a source that is cut by time, as the plan found it. */
export interface SourcePartition {
  readonly split: 'train' | 'eval';
  /** Such as `2026-11-20`. */
  readonly label: string;
  readonly files: number;
  readonly rows: number;
  readonly sizeBytes: number;
  /** Of its content: one that is rewritten is another. Null where it is missing. */
  readonly digest: Digest | null;
}

/** The plan stage's body: everything that extraction needs, decided once. */
export interface PlanBody {
  readonly shards: readonly SourceShard[];
  /** Oldest first, of `train` and then `eval`; absent where the source is not cut by time. */
  readonly partitions?: readonly SourcePartition[];
  readonly features: readonly FeatureColumn[];
  /** Source columns that anything reads, in the types that every shard reads them in. */
  readonly columns: readonly PlanColumn[];
  /** What joins further columns to the source's; absent where nothing does. */
  readonly joins?: PlannedJoins;
  /** How mixed shards are divided, in the order of the rules; empty where none is mixed. */
  readonly splitRules: readonly SplitRule[];
  /** Digest of the source's content, and of what is joined to it: each object's identity, in order. */
  readonly sourceDigest: Digest;
  /** What is probably a mistake, one sentence each, such as a feature that tells a label alone. */
  readonly warnings: readonly string[];
  /** What was decided without being asked, and what was acknowledged, one sentence each. */
  readonly notes: readonly string[];
}

/** One shard of features on S3 (Parquet), rows of one split. */
export interface FeatureShard {
  readonly index: number;
  readonly split: SplitName;
  readonly rows: number;
  /** Name of the part that holds the Parquet. */
  readonly part: string;
}

export interface ExtractBody {
  readonly shards: readonly FeatureShard[];
  /** Name of the part with the folded `FeatureSchema` (vocabularies, ranges). */
  readonly schemaPart: string;
  readonly rows: Readonly<Record<SplitName, number>>;
  /** Rows of each split for which a task's label is true. */
  readonly positives: Readonly<Record<SplitName, Readonly<Record<string, number>>>>;
  /**
   * Of each categorical column the share of the values learnt from that are too rare for a code of their own; columns without any are
   * left out. Absent in results of an earlier version.
   */
  readonly rareShares?: Readonly<Record<string, number>>;
  /** What the run goes on in spite of, one sentence each. */
  readonly warnings: readonly string[];
}

/** Forests of all tasks with their leaf map; each names a part of the manifest. */
export interface FoldForests {
  /** In the spec's order. */
  readonly boosters: readonly { readonly task: string; readonly part: string }[];
  readonly leafMapPart: string;
}

export interface FitEncoderBody {
  /** One booster part for each task, in the spec's order. */
  readonly boosters: readonly { readonly task: string; readonly part: string }[];
  readonly leafMapPart: string;
  /** By part of the training rows, forests that have not seen it; empty where the rows are not cross-fitted. */
  readonly folds: readonly FoldForests[];
  readonly worldSize: number;
  readonly totalLeaves: number;
}

export interface EncodedShard {
  readonly index: number;
  readonly split: SplitName;
  readonly rows: number;
  /** Name of the part that holds the Arrow IPC file. */
  readonly part: string;
}

export interface MarginColumn {
  readonly task: string;
  readonly mean: number;
  /** 1 where the margin is constant. */
  readonly standardDeviation: number;
}

export interface EncodeBody {
  readonly shards: readonly EncodedShard[];
  /** Trees over all forests: leaf slots of a row. */
  readonly slots: number;
  /** Names of the numeric columns. */
  readonly denseColumns: readonly string[];
  /**
   * Each task's margin over the training rows, in the spec's order: there, it stands in place of leaves, after the numeric
   * columns. Null where the training rows have leaves.
   */
  readonly margins: readonly MarginColumn[] | null;
}

export interface TrainBody {
  readonly networkPart: string;
  /** Mean loss of each epoch and task; an epoch that early stopping cut short is none. */
  readonly epochLosses: readonly Readonly<Record<string, number>>[];
  readonly steps: number;
  /** Numbers that were trained; absent in results of earlier versions. */
  readonly parameters?: number;
  readonly worldSize: number;
  readonly selection: Selection;
  /** What the run goes on in spite of, one sentence each. */
  readonly warnings: readonly string[];
}

export interface EvaluateBody {
  readonly metrics: Readonly<Record<string, TaskMetrics>>;
  /** The forests' own figures on the same rows. */
  readonly forest: Readonly<Record<string, TaskMetrics>>;
  /** The network less the forest, task by task. */
  readonly comparison: Readonly<Record<string, ModelComparison>>;
  /** Null where each row stands for itself. */
  readonly cluster: EvaluationClusters | null;
  /** Of the network; absent in results of an earlier version. */
  readonly estimates?: Estimates;
  /** Of each task, those that its kind declares an ideal of; absent in results of an earlier version. For people: no part of what the stage made. */
  readonly plots?: Readonly<Record<string, ModelPlots>>;
}

export interface ModelPlots {
  readonly network: Plots;
  readonly forest: Plots;
}

export interface PublishBody {
  readonly bundle: { readonly uri: string; readonly digest: Digest };
}

export interface CompareBody {
  /** Name of the part with the `ComparisonReport`. */
  readonly reportPart: string;
}

export interface StageBodies {
  readonly plan: PlanBody;
  readonly extract: ExtractBody;
  readonly watch: WatchBody;
  readonly check: CheckBody;
  readonly 'fit-encoder': FitEncoderBody;
  readonly encode: EncodeBody;
  readonly train: TrainBody;
  readonly evaluate: EvaluateBody;
  readonly 'find-champion': FoundChampion;
  readonly challenge: ChallengeBody;
  readonly publish: PublishBody;
  readonly compare: CompareBody;
}
