import { describe, expect, it } from 'vitest';
import { compareModels, compareTrainings } from './compare-models.js';
import { rowLoss } from './log-loss.js';
import { clustersOf } from './row-clusters.js';
import { Random } from './testing/random.js';

const kernel = (x: number, y: number) => (x > y ? 1 : x === y ? 0.5 : 0);
const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
const mean = (values: readonly number[]) => sum(values) / values.length;

/** Structural components of one model by their definition: all pairs, O(n²). */
function components(labels: readonly number[], scores: readonly number[]) {
  const of = (label: number) => scores.filter((_, row) => labels[row] === label);
  const [negatives, positives] = [of(0), of(1)];
  return labels.map((label, row) => {
    const score = scores[row] as number;
    return label === 1
      ? mean(negatives.map((y) => kernel(score, y)))
      : mean(positives.map((x) => kernel(x, score)));
  });
}

/** Variance of an AUC, or covariance of two, as Obuchowski 1997 writes it. */
function obuchowski(labels: readonly number[], ids: readonly number[], v: number[], w: number[]): number {
  const classRows = (label: number) => labels.flatMap((each, row) => (each === label ? [row] : []));
  const [negative, positive] = [classRows(0), classRows(1)];
  const clusters = [...new Set(ids)];
  const centred = (values: number[], rows: number[]) => {
    const centre = mean(rows.map((row) => values[row] as number));
    return clusters.map((id) =>
      sum(rows.filter((row) => ids[row] === id).map((row) => (values[row] as number) - centre)),
    );
  };
  const holding = (rows: number[]) => clusters.filter((id) => rows.some((row) => ids[row] === id)).length;
  const dot = (a: number[], b: number[]) => sum(a.map((x, k) => x * (b[k] as number)));
  const [m, n, all] = [positive.length, negative.length, clusters.length];
  const [i10, i01] = [holding(positive), holding(negative)];
  const s10 = (i10 / ((i10 - 1) * m)) * dot(centred(v, positive), centred(w, positive));
  const s01 = (i01 / ((i01 - 1) * n)) * dot(centred(v, negative), centred(w, negative));
  const s11 = (all / (all - 1)) * dot(centred(v, positive), centred(w, negative));
  const s11Other = (all / (all - 1)) * dot(centred(w, positive), centred(v, negative));
  return s10 / m + s01 / n + (s11 + s11Other) / (m * n);
}

/** `levels` distinct scores; few make many ties. Clusters hold two positives and three negatives each. */
function drawn(levels: number, clusters: number) {
  const random = new Random(levels);
  const labels = Array.from({ length: clusters * 5 }, (_, row) => (row % 5 < 2 ? 1 : 0));
  const ofClusters = Array.from({ length: clusters }, () => 0.3 * random.uniform());
  const scores = () =>
    labels.map((label, row) => {
      const raw = 0.5 * random.uniform() + 0.15 * label + (ofClusters[Math.floor(row / 5)] as number);
      return Math.floor(raw * levels) / levels;
    });
  const ids = labels.map((_, row) => Math.floor(row / 5));
  return { labels, challenger: scores(), baseline: scores(), ids };
}

describe('compareModels', () => {
  it.each([5, 40, 1e9])('has the paired variance by its definition: %d distinct scores', (levels) => {
    const { labels, challenger, baseline, ids } = drawn(levels, 30);
    const [v, w] = [components(labels, challenger), components(labels, baseline)];
    const variance = (by: readonly number[]) =>
      obuchowski(labels, by, v, v) + obuchowski(labels, by, w, w) - 2 * obuchowski(labels, by, v, w);
    const rowIds = labels.map((_, row) => row);
    const byRow = compareModels({ labels, challenger, baseline });
    const clusters = clustersOf(BigUint64Array.from(ids, BigInt));
    const byCluster = compareModels({ labels, challenger, baseline, clusters });
    const positives = v.flatMap((value, row) => (labels[row] === 1 ? [value - (w[row] as number)] : []));
    expect(byRow.auc?.difference).toBeCloseTo(mean(positives), 12);
    expect(byRow.auc?.standardError).toBeCloseTo(Math.sqrt(variance(rowIds)), 12);
    expect(byCluster.auc?.difference).toBe(byRow.auc?.difference);
    expect(byCluster.auc?.standardError).toBeCloseTo(Math.sqrt(variance(ids)), 12);
    expect([byRow.clusters, byCluster.clusters]).toEqual([null, 30]);
  });

  it('has the difference of log losses, per row', () => {
    const { labels, challenger, baseline } = drawn(1e9, 20);
    const differences = labels.map(
      (label, row) => rowLoss(label, challenger[row] as number) - rowLoss(label, baseline[row] as number),
    );
    const { logLoss } = compareModels({ labels, challenger, baseline });
    const centre = mean(differences);
    const variance = sum(differences.map((each) => (each - centre) ** 2)) / 99 / 100;
    expect(logLoss.difference).toBeCloseTo(centre, 12);
    expect(logLoss.standardError).toBeCloseTo(Math.sqrt(variance), 12);
  });

  it('turns about with its models', () => {
    const { labels, challenger, baseline } = drawn(40, 20);
    const one = compareModels({ labels, challenger, baseline });
    const other = compareModels({ labels, challenger: baseline, baseline: challenger });
    expect(other.auc?.difference).toBeCloseTo(-(one.auc?.difference ?? 0), 12);
    expect(other.auc?.ci?.[0]).toBeCloseTo(-(one.auc?.ci?.[1] ?? 0), 12);
    expect(other.logLoss.ci?.[0]).toBeCloseTo(-(one.logLoss.ci?.[1] ?? 0), 12);
  });

  it('finds no difference, with certainty, between equal scores', () => {
    const { labels, challenger } = drawn(1e9, 20);
    const none = { difference: 0, standardError: 0, ci: [0, 0] };
    const compared = compareModels({ labels, challenger, baseline: challenger });
    expect(compared).toMatchObject({ auc: none, logLoss: none, clusters: null });
  });

  it('says what the rows cannot tell', () => {
    const [challenger, baseline] = [
      [0.2, 0.3, 0.6, 0.7],
      [0.3, 0.2, 0.7, 0.6],
    ];
    const of = (labels: number[], ...ids: bigint[]) =>
      compareModels({
        labels,
        challenger,
        baseline,
        ...(ids.length > 0 ? { clusters: clustersOf(BigUint64Array.from(ids)) } : {}),
      });
    const oneClass = of([0, 0, 0, 0]);
    expect(oneClass).toMatchObject({ auc: null, unavailable: 'no row is positive' });
    expect(oneClass.logLoss.ci).not.toBeNull();
    const oneCluster = of([0, 1, 0, 1], 5n, 5n, 5n, 5n);
    expect(oneCluster).toMatchObject({ clusters: 1, unavailable: 'all rows are of one cluster' });
    expect(oneCluster.auc).toMatchObject({ standardError: null, ci: null });
    expect(oneCluster.logLoss).toMatchObject({ standardError: null, ci: null });
    // Clusters of one class each: there are two for either class, so there is an interval, if a wide one.
    const ofOneClass = of([0, 0, 1, 1], 1n, 2n, 3n, 4n);
    expect(ofOneClass.auc?.ci).not.toBeNull();
    expect(ofOneClass).not.toHaveProperty('unavailable');
  });

  it('takes a million rows in clusters in a few seconds', { timeout: 30_000 }, () => {
    const rows = 1_000_000;
    const random = new Random(1);
    const labels = Uint8Array.from({ length: rows }, () => (random.uniform() < 0.1 ? 1 : 0));
    const scores = () => Float32Array.from({ length: rows }, () => random.uniform());
    const [challenger, baseline] = [scores(), scores()];
    const ids = BigUint64Array.from({ length: rows }, (_, row) => BigInt(row % 30_011) * 0x9e3779b97f4a7c15n);
    const startedAt = performance.now();
    const { auc, clusters } = compareModels({ labels, challenger, baseline, clusters: clustersOf(ids) });
    expect(performance.now() - startedAt).toBeLessThan(10_000);
    expect(clusters).toBe(30_011);
    expect(Math.abs(auc?.difference ?? 1)).toBeLessThan(4 * (auc?.standardError ?? 0));
  });
});

describe('compareTrainings', () => {
  const random = new Random(5);
  const labels = Array.from({ length: 400 }, (_, row) => (row % 3 === 0 ? 1 : 0));
  const model = () =>
    labels.map((label) => Math.min(0.99, Math.max(0.01, 0.3 + 0.2 * label + 0.2 * random.normal())));
  const [a, b, c, d] = [model(), model(), model(), model()];

  it('is the mean of the differences, with the interval of a mean of placements', () => {
    const { auc, logLoss } = compareTrainings({ labels, challengers: [a, b], baselines: [c, d] });
    const pairs = [
      compareModels({ labels, challenger: a, baseline: c }),
      compareModels({ labels, challenger: b, baseline: d }),
    ];
    expect(auc?.difference).toBeCloseTo(mean(pairs.map((pair) => pair.auc?.difference ?? Number.NaN)), 12);
    expect(logLoss.difference).toBeCloseTo(mean(pairs.map((pair) => pair.logLoss.difference)), 12);
    const [ofA, ofB, ofC, ofD] = [a, b, c, d].map((scores) => components(labels, scores));
    const at = (values: readonly number[] | undefined, row: number) => values?.[row] ?? Number.NaN;
    const differences = labels.map(
      (_, row) => (at(ofA, row) + at(ofB, row) - at(ofC, row) - at(ofD, row)) / 2,
    );
    const rows = labels.map((_, row) => row);
    expect(auc?.standardError).toBeCloseTo(Math.sqrt(obuchowski(labels, rows, differences, differences)), 3);
  });

  it('needs a training of each', () => {
    expect(() => compareTrainings({ labels, challengers: [], baselines: [a] })).toThrow(RangeError);
  });
});
