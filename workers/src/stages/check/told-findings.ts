/** Responsible for findings as people are told them: all at once, but no more than an error or a list can hold. Pure. */
import { type CheckFinding, EspalierError, type SourcePartition } from '@espalier/domain';

/** Of hundreds of columns that are all wrong, the first ones say it. */
const mostLines = 60;
const mostInDetails = 200;

export interface CheckedRows {
  readonly partitions: readonly SourcePartition[];
  readonly newest: SourcePartition | null;
  /** The champion's version. */
  readonly champion: number | null;
}

/** A clause each, such as `nulls of tab: 50 % of the newest rows …`. */
export function toldFindings(findings: readonly CheckFinding[]): readonly string[] {
  const lines = findings.slice(0, mostLines).map(({ check, of, because }) => `${check} of ${of}: ${because}`);
  const more = findings.length - lines.length;
  return more === 0 ? lines : [...lines, `and ${more} findings more`];
}

/** What a later run is told, such as `nulls of tab`. */
export function namedFindings(findings: readonly CheckFinding[]): readonly string[] {
  const names = findings.slice(0, 10).map(({ check, of }) => `${check} of ${of}`);
  const more = findings.length - names.length;
  return more === 0 ? names : [...names, `${more} more`];
}

/** With the partitions that they are of. */
export function checkFailed(
  findings: readonly CheckFinding[],
  { partitions, newest, champion }: CheckedRows,
): EspalierError {
  const trained = partitions.filter(({ split, digest }) => split === 'train' && digest !== null);
  const training = trained.map(({ label }) => label);
  const of = newest === null ? '' : ` (${newest.label})`;
  const span = training.length === 1 ? training[0] : `${training[0]} to ${training.at(-1)}`;
  const on = training.length === 0 ? '' : ` (${span})`;
  const or = findings.some(({ against }) => against === 'champion')
    ? `, or what version ${champion}, the champion, was trained on`
    : '';
  const lines = toldFindings(findings).map((line) => `  ${line}`);
  const message = `The newest data${of} is not like what the run trains on${on}${or}, and nothing was published:\n${lines.join('\n')}`;
  const told = { findings: findings.slice(0, mostInDetails), found: findings.length };
  const details = { ...told, partition: newest?.label ?? null, training, champion };
  return new EspalierError('features.data-check-failed', message, { details });
}
