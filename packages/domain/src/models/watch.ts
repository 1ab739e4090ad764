/** What is known of a champion on partitions that arrive after it was made: estimates, points of a series, and whether it got worse. Plain data. */
import type { ArtifactRef, Digest } from '../artifact.js';
import type { EvaluationClusters, Interval } from '../metrics.js';

/** A figure of a model on some rows, with how far chance moves it. */
export interface FigureEstimate {
  readonly value: number;
  readonly standardError: number;
  /** Of the t distribution. */
  readonly degreesOfFreedom: number;
  /** 95 %. */
  readonly ci: Interval;
}

/** Of a task, under the names that its kind declares; null where the rows can't give it. */
export type TaskEstimates = Readonly<Record<string, FigureEstimate | null>>;

/** By task. */
export type Estimates = Readonly<Record<string, TaskEstimates>>;

/** What a champion's figures are held to: the first rows that it was measured on and has not learnt from. */
export interface WatchReference {
  /** The newest partition of those rows. */
  readonly partition: string;
  readonly estimates: Estimates;
}

/** Whether a figure is worse than its reference. */
export interface WatchVerdict {
  readonly task: string;
  readonly figure: string;
  readonly drifted: boolean;
  /** What was compared, and why it is told or not; one sentence. */
  readonly because: string;
  /** How much worse it is than the reference; below 0 where it is better, null where the two could not be compared. */
  readonly worseBy: number | null;
  /** One-sided, of being worse by more than is tolerated; raised by Holm's procedure over all figures of the partition. */
  readonly pValue: number | null;
}

/** The champion on one partition, as it was when that arrived. */
export interface WatchPoint {
  readonly model: string;
  readonly pipeline: string;
  /** The run that has scored it. */
  readonly run: string;
  /** The partition's label. */
  readonly partition: string;
  /** Of the partition's content, which is scored once. */
  readonly content: Digest;
  /** When it was scored; ISO 8601. */
  readonly at: string;
  /** The champion's version. */
  readonly version: number;
  readonly bundle: Digest;
  readonly rows: number;
  /** Null where each row stands for itself. */
  readonly cluster: EvaluationClusters | null;
  readonly estimates: Estimates;
  /** Null where this is the first that is known of the version. */
  readonly reference: WatchReference | null;
  readonly verdicts: readonly WatchVerdict[];
  readonly drifted: boolean;
}

/** A point's record beside the others of its model: small, with the point itself by its content. */
export interface WatchRecord
  extends Pick<WatchPoint, 'model' | 'pipeline' | 'partition' | 'content' | 'version' | 'at' | 'drifted'> {
  readonly point: ArtifactRef;
}

/** A point as the series shows it. */
export interface ShownPoint extends WatchPoint {
  /** The partition was written anew since, and scored again. */
  readonly isRewritten: boolean;
}

/** What the stage leaves behind. */
export interface WatchBody {
  readonly model: string;
  /** Label of the newest partition; null where there is none. */
  readonly partition: string | null;
  /** The champion's version; null where the model has none. */
  readonly champion: number | null;
  /** Why nothing was scored, as a clause; null where a point was made. */
  readonly unscored: string | null;
  readonly point: WatchPoint | null;
  readonly warnings: readonly string[];
  readonly notes: readonly string[];
}
