/**
 * The population stability index of a column: the sum of (p - q) ln(p / q) over bins, of the newest rows (p) and those that they are held to (q). Of numbers the
 * bins are deciles of the latter, of texts its most frequent values and all others. NULLs are no values: the check `nulls` is for these.
 *
 * Without any drift the index is not 0: of n and m values in B bins it is 1 / n + 1 / m times a chi-square of B - 1 degrees of freedom (Yurdakul and Naranjo
 * 2020, Journal of Risk Model Validation 14(4)), with the rows that n and m are worth (part-variation.ts). Its mean is taken off, and it fails only where
 * it also exceeds what one in a hundred such indices does. That 0.25 is a large shift is custom in credit scoring (Siddiqi 2006, Credit Risk Scorecards).
 * A half is added to each bin, so that an empty one has a logarithm.
 */
import type { CategoricalProfile, NumericProfile, PartVariation } from '@espalier/domain';
import { boundText, type ComparedData, columnsOf, type DataCheck, figure, type Judgement } from './check.js';
import { varianceByChance } from './part-variation.js';

const bins = 10;

export const psi: DataCheck = {
  name: 'psi',
  judge({ settings: { psi: most }, compared }) {
    return most === 'off' ? [] : compared.flatMap((each) => judgeColumns(each, most));
  },
};

function judgeColumns(data: ComparedData, most: number): readonly Judgement[] {
  const numbers = columnsOf(data, 'numeric')
    .filter(({ newest }) => newest.timeKind !== 'moment')
    .map(({ name, reference, newest }) => {
      return { name, parts: reference.parts, counted: decileCounts(reference, newest) };
    });
  const texts = columnsOf(data, 'categorical').map(({ name, reference, newest }) => {
    return { name, parts: reference.parts, counted: categoryCounts(reference, newest) };
  });
  const { against } = data;
  return [...numbers, ...texts].flatMap(({ name, parts, counted: [before, now] }): Judgement[] => {
    const found = stabilityIndex(now, before, parts);
    if (found === null) return [];
    const { value, isByChance } = found;
    const passed = value <= most || isByChance;
    const than = against === 'training' ? "training's" : 'those that the champion was trained on';
    const because = `${name} is distributed otherwise than ${than} by an index of ${figure(value)}; ${boundText(value, most, passed)}`;
    return [{ against, of: name, value, passed, strain: value / most, because }];
  });
}

/** @returns null where there is nothing to compare. @param now rows by bin @param before the same bins */
export function stabilityIndex(
  now: readonly number[],
  before: readonly number[],
  parts: PartVariation,
): { readonly value: number; readonly isByChance: boolean } | null {
  const [n, m] = [sum(now), sum(before)];
  const freedom = now.length - 1;
  if (n === 0 || m === 0 || freedom === 0) return null;
  let index = 0;
  for (const [bin, count] of now.entries()) {
    const p = (count + 0.5) / (n + 0.5 * now.length);
    const q = ((before[bin] ?? 0) + 0.5) / (m + 0.5 * now.length);
    index += (p - q) * Math.log(p / q);
  }
  const variance = varianceByChance(parts, n, m);
  return {
    value: Math.max(0, index - freedom * variance),
    isByChance: index <= chiSquare99(freedom) * variance,
  };
}

/** What one chi-square in a hundred exceeds (Wilson and Hilferty 1931). */
function chiSquare99(freedom: number): number {
  const spread = 2 / (9 * freedom);
  return freedom * (1 - spread + 2.3263 * Math.sqrt(spread)) ** 3;
}

type Binned = readonly [before: readonly number[], now: readonly number[]];

/** Bins end at the edges nearest to each decile of the reference; where one value is of several deciles, they are one bin. */
function decileCounts(reference: NumericProfile, newest: NumericProfile): Binned {
  const ends: number[] = [];
  for (let decile = 1; decile < bins; decile += 1) {
    const place = reference.upTo.findIndex((count) => count * bins >= decile * reference.sampled);
    if (place >= 0 && place !== ends.at(-1)) ends.push(place);
  }
  const between = ({ upTo, sampled }: NumericProfile) => {
    const counts = [...ends.map((place) => upTo[place] ?? 0), sampled];
    return counts.map((count, bin) => count - (counts[bin - 1] ?? 0));
  };
  return [between(reference), between(newest)];
}

/** The most frequent values of the reference that both have counted, and all other values together. */
function categoryCounts(reference: CategoricalProfile, newest: CategoricalProfile): Binned {
  const rowsNow = new Map(newest.counts);
  const frequent = [...reference.counts]
    .filter(([value]) => rowsNow.has(value))
    .sort(([, a], [, b]) => b - a)
    .slice(0, bins - 1);
  const before = frequent.map(([, rows]) => rows);
  const now = frequent.map(([value]) => rowsNow.get(value) ?? 0);
  const others = (profile: CategoricalProfile, counted: readonly number[]) =>
    profile.rows - profile.nulls - sum(counted);
  return [
    [...before, others(reference, before)],
    [...now, others(newest, now)],
  ];
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
