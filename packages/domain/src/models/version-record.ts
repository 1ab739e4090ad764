/** What a version of a model was made of, and how the gates judged it: names of things, which the bundle does not hold. */
import type { ArtifactRef, Digest, ManifestRef } from '../artifact.js';
import type { CheckVerdict } from '../checks.js';
import type { Interval } from '../metrics.js';
import type { SourcePartition } from '../stages.js';
import type { RowSlice } from './challenge.js';
import type { GoldenRows, NoGoldenRows } from './golden-rows.js';

/** What a gate says of a version, in figures and in a sentence. */
export interface GateVerdict {
  /** The figure that it holds, such as `auc` or `auc against forest`. */
  readonly gate: string;
  /** Null of a gate that holds the bundle itself. */
  readonly task: string | null;
  /** Of a gate that holds for slices of the rows: which; absent of all others. */
  readonly slice?: RowSlice | undefined;
  readonly passed: boolean;
  /** What was compared, and why it passed or failed; one sentence. */
  readonly because: string;
  /** Of a gate against the champion, where there was one. */
  readonly champion?: ChampionVerdict | undefined;
}

/** What a gate against the champion has compared; figures are null where nothing could be. */
export interface ChampionVerdict {
  readonly version: number;
  /** Null where what tells of the version is damaged. */
  readonly bundle: Digest | null;
  /** Labels of the partitions that the rows are of; empty where the source is not cut by time. */
  readonly partitions: readonly string[];
  readonly rows: number;
  /** Groups of rows that the interval allows for; null where each row stands for itself. */
  readonly clusters: number | null;
  /** The challenger's figure less the champion's. */
  readonly difference: number | null;
  /** 95 %, of this difference alone. */
  readonly ci: Interval | null;
  /** One-sided, of the difference lying outside of the bounds; raised by Holm's procedure over the tasks of the gate. */
  readonly pValue: number | null;
}

export interface VersionRecord {
  readonly run: string;
  readonly pipeline: string;
  readonly bundle: { readonly uri: string; readonly digest: Digest };
  /** The spec of the run, as it was started. */
  readonly spec: ArtifactRef;
  /** Of each stage's code. */
  readonly code: Readonly<Record<string, Digest>>;
  /** Of the run's stages, from the plan (the exact objects of the source) to the evaluation. */
  readonly manifests: Readonly<Record<string, ManifestRef>>;
  /** The last checkpoints of encoder and network that S3 had then, by stage, of ranks that save their own too; they are kept for the version. */
  readonly checkpoints: Readonly<Record<string, ArtifactRef & { readonly step: number }>>;
  readonly sourceDigest: Digest;
  /** What the source is cut by; empty where it is not cut by time. */
  readonly partitions: readonly SourcePartition[];
  readonly verdicts: readonly GateVerdict[];
  /** Absent where the version was registered before there were any. */
  readonly golden?: GoldenRows | NoGoldenRows | undefined;
  /** Of the run's data checks; absent where its pipeline has none. */
  readonly checks?: RecordedChecks | undefined;
}

export interface RecordedChecks {
  readonly verdicts: readonly CheckVerdict[];
  /** The `CheckProfiles`, kept for the version: later data is held to them. Null where no rows were compared. */
  readonly profile: ArtifactRef | null;
}

/** A partition that a version was made with, and that was written anew since. */
export interface StalePartition {
  readonly label: string;
  /** What the version did with it. */
  readonly split: 'train' | 'eval';
  /** Of its content then, and now. */
  readonly seen: Digest;
  readonly now: Digest;
  /** When it was found so; ISO 8601. */
  readonly since: string;
}

/** A version as lists and commands show it. */
export interface ModelVersion {
  readonly model: string;
  readonly version: number;
  /** ISO 8601, UTC. */
  readonly registeredAt: string;
  readonly run: string;
  readonly pipeline: string;
  readonly bundle: { readonly uri: string; readonly digest: Digest };
  readonly record: ArtifactRef;
}
