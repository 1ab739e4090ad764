/** What a run finds of the champion that its model is to be compared with, and how the two compare. */
import type { Digest } from '../artifact.js';
import type { EvaluationClusters, ModelComparison, TaskMetrics } from '../metrics.js';

export interface NamedChampion {
  readonly version: number;
  readonly bundle: { readonly uri: string; readonly digest: Digest };
}

/** Null where what tells of the version is damaged. */
export type FoundVersion = Omit<NamedChampion, 'bundle'> & {
  readonly bundle: NamedChampion['bundle'] | null;
};

/** Decided once for the run, before anything is scored. */
export interface FoundChampion {
  readonly model: string;
  /** Null where the model has none yet. */
  readonly champion: FoundVersion | null;
  /** Why the held-out rows are none to compare the two on, as a clause; null where they are, or there is no champion. */
  readonly refusal: string | null;
  /** Tasks that the champion does not have, or means something else by, each with the reason as a clause. */
  readonly otherTasks: Readonly<Record<string, string>>;
  /** Labels of the partitions that the held-out rows are of; empty where the source is not cut by time. */
  readonly partitions: readonly string[];
}

/** Held-out rows of which a column has a value. */
export interface RowSlice {
  readonly column: string;
  /** As text, whatever the column's type. */
  readonly value: string;
}

/** The two on the rows of a slice. */
export interface SliceComparison extends RowSlice, Pick<ChallengeBody, 'rows' | 'comparison' | 'cluster'> {
  /** By task. */
  readonly positives: Readonly<Record<string, number>>;
}

/** The run's model against its champion, on the rows that the run was measured on. */
export interface ChallengeBody {
  /** Rows that both were measured on; 0 where nothing was compared. */
  readonly rows: number;
  readonly challenger: Readonly<Record<string, TaskMetrics>>;
  readonly champion: Readonly<Record<string, TaskMetrics>>;
  /** The challenger less the champion, task by task. */
  readonly comparison: Readonly<Record<string, ModelComparison>>;
  /** Null where each row stands for itself. */
  readonly cluster: EvaluationClusters | null;
  /** Why the champion's bundle can't predict these rows, as a clause; null where it can. */
  readonly unscorable: string | null;
  /** Those that gates ask for; absent where none does. */
  readonly slices?: readonly SliceComparison[];
}
