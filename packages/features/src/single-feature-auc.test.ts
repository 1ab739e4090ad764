import { describe, expect, it } from 'vitest';
import { noLabel, type SampledRows } from './sample-rows.js';
import { singleFeatureAuc } from './single-feature-auc.js';

/** A small generator with a fixed seed: Lehmer's. */
function drawsOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
}

function sampleOf(labels: readonly number[]): SampledRows {
  return {
    rows: labels.length,
    features: [],
    labels: [Uint8Array.from(labels)],
    halves: Uint8Array.from(labels, (_, row) => Math.floor(row / 5) % 2),
  };
}

const aucOf = (labels: readonly number[], values: readonly number[], kind: 'numeric' | 'categorical') =>
  singleFeatureAuc(sampleOf(labels), Float64Array.from(values), kind)[0];

/** The share of pairs that the positive wins, ties for half. */
function auctionOf(labels: readonly number[], values: readonly number[]): number {
  let wins = 0;
  let pairs = 0;
  for (const [i, label] of labels.entries()) {
    if (label !== 1) continue;
    for (const [j, other] of labels.entries()) {
      if (other !== 0) continue;
      pairs += 1;
      const [a, b] = [values[i] as number, values[j] as number];
      wins += a > b ? 1 : a === b ? 0.5 : 0;
    }
  }
  return wins / pairs;
}

describe('singleFeatureAuc', () => {
  const draw = drawsOf(11);
  const labels = Array.from({ length: 3000 }, () => (draw() < 0.2 ? 1 : draw() < 0.02 ? noLabel : 0));
  const numbers = labels.map((label) => Math.fround((draw() - 0.5) * 1e3 + label * 100));

  it('of a number is the share of pairs that are told in the better direction', () => {
    const expected = auctionOf(labels, numbers);
    expect(aucOf(labels, numbers, 'numeric')).toBeCloseTo(expected, 12);
    expect(
      aucOf(
        labels,
        numbers.map((value) => -value),
        'numeric',
      ),
    ).toBeCloseTo(expected, 6);
  });

  it('puts the NULLs of a number below or above all others, whichever tells more', () => {
    const holed = numbers.map((value, row) => (row % 3 === 0 ? Number.NaN : value));
    const both = [-1e9, 1e9].map((at) =>
      auctionOf(
        labels,
        holed.map((value) => (Number.isNaN(value) ? at : value)),
      ),
    );
    expect(aucOf(labels, holed, 'numeric')).toBeCloseTo(Math.max(...both), 12);
  });

  it('takes zero of either sign for one value', () => {
    expect(aucOf([0, 1, 0, 1, 0, 1], [-0, 0, 0, -0, -0, 0], 'numeric')).toBe(0.5);
  });

  it('tells nothing by an ID, however often a row has one of its own', () => {
    const auc = aucOf(
      labels,
      labels.map((_, row) => row),
      'categorical',
    );
    expect(auc).toBe(0.5);
    const members = labels.map(() => Math.floor(draw() * 900));
    expect(aucOf(labels, members, 'categorical')).toBeLessThan(0.6);
  });

  it('tells all by a code, whichever values stand for positive rows', () => {
    const codes = labels.map((label) => (label === 1 ? 2 : draw() < 0.5 ? 1 : 3));
    expect(aucOf(labels, codes, 'categorical')).toBe(1);
    expect(aucOf(labels, codes, 'numeric')).toBe(1);
  });

  it('is no number where a class is missing', () => {
    expect(aucOf([0, 0, noLabel], [1, 2, 3], 'numeric')).toBeNaN();
  });
});
