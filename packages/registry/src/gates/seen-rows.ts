/**
 * Responsible for whether two models may be compared on the rows that one of them is measured on: lineage must tell that neither has learnt
 * from any of them, be it its network, its forests or the choice between them. Where it can't be told, they may not. Pure.
 * Leaves to others: reading lineage (workers), judging by what the rows say (champion-gate.ts).
 */
import {
  canonicalJson,
  type Digest,
  isSameName,
  type PlanColumn,
  type SourcePartition,
  type SplitRule,
} from '@espalier/domain';

/** What lineage tells of the rows that a model was made of. */
export interface ModelRows {
  /** Of all that its source held, the rows that it was measured on among them. */
  readonly sourceDigest: Digest;
  /** Those that it read; empty where the source is not cut by time. */
  readonly partitions: readonly SourcePartition[];
  /** How it is cut by time; null where it is not. */
  readonly cut: { readonly every: string; readonly timezone: string } | null;
  readonly splitRules: readonly SplitRule[];
  readonly columns: readonly PlanColumn[];
  readonly seed: number;
}

/**
 * Rows in partitions of their own are unseen where no partition of the same day or hour, whatever it held then, and none of the same content was
 * learnt from, and the champion from none that is later: a backfill of old days makes no champion. Rows that a rule holds out are unseen where the champion held out by the same rule what it read of the same source; and, where
 * the rule goes by a key, of any source: rows of one key are held out together, wherever they lie.
 * @param version the champion's, for the reason
 * @returns why the rows are none to compare on, as a clause; null where they are
 */
export function refusalByLineage(challenger: ModelRows, champion: ModelRows, version: number): string | null {
  const held = present(challenger, 'eval');
  if (held.length === 0) return ofHeldOut(challenger, champion, version);
  const learnt = present(challenger, 'train');
  if (learnt.length === 0) {
    return `the run itself learns from a source that is not cut by time, which may hold ${labelsOf(held)}`;
  }
  const own = firstSeen(held, learnt);
  if (own !== null) return `the run itself has learnt from ${own}`;
  return ofPartitions(held, challenger.cut, champion, version);
}

/**
 * Whether a partition that has arrived is one that the champion knows nothing of, whatever the run itself does with it.
 * @returns why it is none to watch the champion on, as a clause; null where it is
 */
export function refusalOfArrival(
  arrived: SourcePartition,
  cut: ModelRows['cut'],
  champion: ModelRows,
  version: number,
): string | null {
  return ofPartitions([arrived], cut, champion, version);
}

function ofPartitions(
  held: readonly SourcePartition[],
  cut: ModelRows['cut'],
  champion: ModelRows,
  version: number,
): string | null {
  const before = present(champion, 'train');
  if (champion.cut === null || before.length === 0) {
    return `version ${version} was made of a source that is not cut by time, so it can't be told whether it has learnt from ${labelsOf(held)}`;
  }
  if (canonicalJson(champion.cut) !== canonicalJson(cut)) {
    return `version ${version} was made of a source that is cut otherwise (every ${champion.cut.every}, ${champion.cut.timezone}), so it can't be told whether it has learnt from ${labelsOf(held)}`;
  }
  const seen = firstSeen(held, before);
  if (seen !== null) return `version ${version} has learnt from ${seen}`;
  const [first, last] = [labelsInOrder(held)[0] ?? '', labelsInOrder(before).at(-1) ?? ''];
  if (first > last) return null;
  // Whoever was trained beside an old day knows it better, and serves no better for that.
  return `version ${version} has learnt from ${last}, which is later than ${first}`;
}

function labelsInOrder(partitions: readonly SourcePartition[]): readonly string[] {
  return partitions.map(({ label }) => label).sort();
}

/** Partitions that were there. */
function present({ partitions }: ModelRows, split: SourcePartition['split']): readonly SourcePartition[] {
  return partitions.filter((partition) => partition.split === split && partition.digest !== null);
}

/** The first of the held-out partitions that was learnt from, in words. A rewritten one counts: most of its rows are the same. */
function firstSeen(held: readonly SourcePartition[], learnt: readonly SourcePartition[]): string | null {
  for (const { label, digest } of held) {
    const same = learnt.find((each) => each.label === label);
    if (same !== undefined)
      return same.digest === digest ? label : `${label}, as it was before it was rewritten`;
    const copy = learnt.find((each) => each.digest === digest);
    if (copy !== undefined) return `${copy.label}, which holds what ${label} does`;
  }
  return null;
}

function ofHeldOut(challenger: ModelRows, champion: ModelRows, version: number): string | null {
  const [rule, before] = [heldOutBy(challenger), heldOutBy(champion)];
  if (rule === before) {
    if (challenger.sourceDigest === champion.sourceDigest) return null;
    if (keyOf(challenger) !== null && keyOf(challenger) === keyOf(champion)) return null;
    return `version ${version} was made of another source (${short(champion.sourceDigest)}, not ${short(challenger.sourceDigest)}), so it can't be told whether it has learnt from the held-out rows`;
  }
  return `version ${version} held out other rows of its source, so it can't be told whether it has learnt from these`;
}

/** What says which rows are held out, the same text for the same rows of a source. The rule comes before all others, which it does not depend on. */
function heldOutBy({ splitRules, seed }: ModelRows): string {
  const rules = splitRules.filter(({ split }) => split === 'eval');
  return canonicalJson({ rules, seed: rules.some(({ kind }) => kind === 'hash') ? seed : null });
}

/** The column by whose hash alone rows are held out, with its type, by which values become text; null where they are held out otherwise. */
function keyOf({ splitRules, columns }: ModelRows): string | null {
  const rule = splitRules.find(({ split }) => split === 'eval');
  if (rule?.kind !== 'hash' || rule.column === null) return null;
  const { column: name } = rule;
  const column = columns.find((each) => isSameName(each.name, name));
  return column === undefined ? null : canonicalJson([name, column.duckdbType]);
}

function labelsOf(partitions: readonly SourcePartition[]): string {
  const [first, ...others] = partitions.map(({ label }) => label);
  return others.length === 0 ? `${first}` : `${first} to ${others.at(-1)}`;
}

function short(digest: Digest): string {
  return digest.slice(0, 'sha256:'.length + 12);
}
