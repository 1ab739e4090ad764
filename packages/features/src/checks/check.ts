/** What data checks have in common: what they look at, and how they say what they found. */
import type {
  CheckedAgainst,
  CheckName,
  ColumnDistribution,
  DataProfile,
  FeatureSchema,
  SourcePartition,
} from '@espalier/domain';
import type { ChecksSpec } from '@espalier/spec';

/** The newest rows beside those that they are held to, with the same edges. */
export interface ComparedData {
  readonly against: 'training' | 'champion';
  readonly reference: DataProfile;
  readonly newest: DataProfile;
}

interface LabelledRows {
  readonly rows: number;
  /** Sum of the label over the rows. */
  readonly positives: number;
}

/** All that checks look at. */
export interface CheckedData {
  readonly settings: ChecksSpec;
  /** As the plan has them; none where the source is not cut by time. */
  readonly partitions: readonly SourcePartition[];
  /** Of the rows that the run trains on and the newest, by task; none where no rows are compared. */
  readonly labels: readonly {
    readonly task: string;
    readonly training: LabelledRows;
    readonly newest: LabelledRows;
  }[];
  /** Training's first; none where no rows are compared. */
  readonly compared: readonly ComparedData[];
  readonly schema: FeatureSchema;
  /** Null where there is no champion. */
  readonly championSchema: FeatureSchema | null;
}

/** Of one column, task or partition. */
export interface Judgement {
  readonly against: CheckedAgainst;
  readonly of: string;
  /** Null where there is no figure. */
  readonly value: number | null;
  readonly passed: boolean;
  /** How far the figure is on its way to failing, 1 at the bound: which of several is told first. */
  readonly strain: number;
  readonly because: string;
}

export interface DataCheck {
  readonly name: CheckName;
  /** Of each that it can judge, in order; none where the check is off. */
  readonly judge: (data: CheckedData) => readonly Judgement[];
}

/** Columns that both sides have of one kind. */
export function columnsOf<K extends ColumnDistribution['kind']>(
  { reference, newest }: ComparedData,
  kind: K,
): readonly {
  readonly name: string;
  readonly reference: Extract<ColumnDistribution, { kind: K }>;
  readonly newest: Extract<ColumnDistribution, { kind: K }>;
}[] {
  type OfKind = Extract<ColumnDistribution, { kind: K }>;
  return Object.entries(newest.columns).flatMap(([name, column]) => {
    const other = reference.columns[name];
    if (column.kind !== kind || other?.kind !== kind) return [];
    return [{ name, reference: other as OfKind, newest: column as OfKind }];
  });
}

export function percent(share: number): string {
  const text = (100 * share).toPrecision(3);
  return `${Number(text)} %`;
}

export function figure(value: number): string {
  return String(Number(value.toPrecision(3)));
}

/** What passes, also where it is more than the bound and yet no more than chance makes of it. */
export function boundText(value: number, most: number, passed: boolean): string {
  if (passed && value > most) return `more than ${most}, but so do parts of training differ`;
  return `at most ${most} passes`;
}
