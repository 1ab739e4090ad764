/** What data checks look at and say: profiles of rows, verdicts, and what is remembered of a partition that did not pass. */
import type { Digest } from './artifact.js';
import type { TimeKind } from './stages.js';

export const checkNames = [
  'schema',
  'rows',
  'nulls',
  'newCategories',
  'outOfRange',
  'labelRates',
  'psi',
  'ks',
] as const;
export type CheckName = (typeof checkNames)[number];

/** How much the parts of rows differ among themselves: objects of the source for numbers, shards for texts. */
export interface PartVariation {
  /** 1 where they differ as draws from one distribution would; at least 1. */
  readonly designEffect: number;
  /** Of a part, on average. */
  readonly rows: number;
}

export interface NumericProfile {
  readonly kind: 'numeric';
  readonly rows: number;
  readonly nulls: number;
  /** Rows outside of what training holds, by more than a standard deviation. */
  readonly outside: number;
  /** Of numbers that stand for a time. */
  readonly timeKind?: TimeKind | undefined;
  /** Values that the distribution was measured on: those of a seeded draw of the rows. */
  readonly sampled: number;
  /** Ascending; the quantiles of the rows that the others are compared with. */
  readonly edges: readonly number[];
  /** By edge, how many of the sampled values are at most that. */
  readonly upTo: readonly number[];
  readonly parts: PartVariation;
}

export interface CategoricalProfile {
  readonly kind: 'categorical';
  readonly rows: number;
  readonly nulls: number;
  /** Rows of each of the most frequent values of the feature schema, in its order. */
  readonly counts: readonly (readonly [value: string, rows: number])[];
  /** Rows of values that the schema has, but that are less frequent than those. */
  readonly rarer: number;
  /** Rows of values that the schema has not. */
  readonly unseen: number;
  readonly parts: PartVariation;
}

export type ColumnDistribution = NumericProfile | CategoricalProfile;

/** Of the rows of one side: what a run trains on, or the newest. */
export interface DataProfile {
  readonly rows: number;
  readonly columns: Readonly<Record<string, ColumnDistribution>>;
}

/** What `profile.json` of the stage `check` holds. */
export interface CheckProfiles {
  readonly training: DataProfile;
  /** With the edges of `training`. */
  readonly newest: DataProfile;
}

/** What the newest data is held to. */
export type CheckedAgainst = 'training' | 'champion' | 'partitions';

/** What of the data is not as it should be. */
export interface CheckFinding {
  readonly check: CheckName;
  readonly against: CheckedAgainst;
  /** The column, task or partition. */
  readonly of: string;
  /** The figure that is held; null where there is none, as of a column's type. */
  readonly value: number | null;
  readonly because: string;
}

/** What one check says, of all columns or tasks that it looked at. */
export interface CheckVerdict {
  readonly check: CheckName;
  readonly against: CheckedAgainst;
  readonly passed: boolean;
  /** Columns, tasks or partitions that were judged. */
  readonly judged: number;
  /** Of those the one that came nearest to failing, or why none could be judged; a sentence. */
  readonly because: string;
  readonly findings: readonly CheckFinding[];
}

export interface CheckBody {
  /** Label of the newest partition; null where the source is not cut by time. */
  readonly partition: string | null;
  readonly verdicts: readonly CheckVerdict[];
  /** The version that the data was held to beside training's rows; null where there was none. */
  readonly champion: number | null;
  /** Name of the part with the `CheckProfiles`; null where no rows were compared. */
  readonly reportPart: string | null;
  /** What the run goes on in spite of, one sentence each. */
  readonly warnings: readonly string[];
  readonly notes: readonly string[];
}

/** What is remembered of a partition whose data did not pass, for the later runs that read it. */
export interface FailedCheck {
  readonly pipeline: string;
  readonly partition: string;
  /** Of the partition's content: one that is rewritten is another. */
  readonly digest: Digest;
  readonly run: string;
  /** A clause each, such as `nulls of tab`. */
  readonly findings: readonly string[];
  /** ISO 8601, UTC. */
  readonly at: string;
}
