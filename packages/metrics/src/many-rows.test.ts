/** Whether rows that are more than memory holds, in files and in many sorted runs, have the figures of rows in memory, to the last bit. */
import { mkdtempSync, openSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { binaryMetrics, metricsOf } from './binary-metrics.js';
import { calibrationCurve, calibrationCurveOf } from './calibration-curve.js';
import { ColumnFile, openColumn, ScratchFiles } from './columns/scratch-files.js';
import type { ColumnKind, ValuesOf } from './columns/workspace.js';
import { compareScored, compareTrainings } from './compare-models.js';
import { MeasuredRows } from './measured-rows.js';
import { rocCurve, rocCurveOf } from './roc-curve.js';
import { clusterColumnOf, clustersOf, halvesOf } from './row-clusters.js';
import { Random } from './testing/random.js';

const rows = 9_001;
/** A block of the merge is 8,192 scores. */
const manyRows = 70_000;

let folder: string;
let files: ScratchFiles;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'espalier-columns-'));
  files = new ScratchFiles(folder, 'column');
});
afterEach(() => rmSync(folder, { recursive: true }));

function written<Kind extends ColumnKind>(kind: Kind, values: ValuesOf<Kind>) {
  const column = files.column(kind);
  column.append(values);
  column.close();
  return openColumn(column.stored);
}

function drawn(count: number, levels: number, clusters: number) {
  const random = new Random(count + levels + clusters);
  const labels = Uint8Array.from({ length: count }, () => (random.uniform() < 0.2 ? 1 : 0));
  const scores = () =>
    Float32Array.from(labels, (label) => {
      const score = 0.1 + 0.4 * random.uniform() + 0.2 * label * random.uniform();
      return Math.round(score * levels) / levels;
    });
  const ids = BigUint64Array.from({ length: count }, () => {
    const id = BigInt(Math.floor(random.uniform() * clusters));
    return BigInt.asUintN(64, id * 0x9e3779b97f4a7c15n);
  });
  return { labels, challengers: [scores(), scores()], baselines: [scores()], ids };
}

const cases = [
  { what: 'scores that all differ', count: manyRows, levels: 2 ** 40, clusters: 0, rowsOfRun: 9_999 },
  { what: 'few scores, each in every run', count: rows, levels: 20, clusters: 0, rowsOfRun: 1_000 },
  { what: 'one score', count: rows, levels: 1, clusters: 0, rowsOfRun: 1_000 },
  { what: 'runs of one row', count: 300, levels: 50, clusters: 20, rowsOfRun: 1 },
  { what: 'clusters over many runs', count: rows, levels: 2 ** 40, clusters: 500, rowsOfRun: 2_000 },
  { what: 'one run', count: rows, levels: 300, clusters: 4_000, rowsOfRun: rows },
] as const;

describe.each(cases)('$what', ({ count, levels, clusters, rowsOfRun }) => {
  test('have in files the figures that they have in memory', () => {
    const { labels, challengers, baselines, ids } = drawn(count, levels, clusters);
    const [network] = challengers as [Float32Array, Float32Array];
    const inMemory = clusters > 0 ? clustersOf(ids) : null;
    const ofClusters = clusters > 0 ? clusterColumnOf(written('uint32', halvesOf(ids)), files) : null;
    const options = { clusters: ofClusters, workspace: files, rowsOfRun };
    const measured = new MeasuredRows(written('float32', Float32Array.from(labels)), options);
    const scored = (scores: Float32Array) => measured.scoredBy(written('float32', scores));
    const models = challengers.map(scored);
    const [first] = models as [(typeof models)[0]];
    expect(metricsOf(measured, first)).toStrictEqual(
      binaryMetrics({ labels, probabilities: network, clusters: inMemory }),
    );
    expect(compareScored(measured, models, baselines.map(scored))).toStrictEqual(
      compareTrainings({ labels, challengers, baselines, clusters: inMemory }),
    );
    expect(rocCurveOf(measured, first)).toStrictEqual(rocCurve(labels, network));
    expect(calibrationCurveOf(measured, first)).toStrictEqual(calibrationCurve(labels, network));
  });
});

test('IDs that are numbered part by part are as many clusters, of the same rows', () => {
  const { ids } = drawn(rows, 1, 3_000);
  const whole = clustersOf(ids);
  const { ofRows, count } = clusterColumnOf(written('uint32', halvesOf(ids)), files, 700);
  expect(count).toBe(whole.count);
  const numberOf = new Map<number, number>();
  const parted = ofRows.read(0, rows);
  for (const [row, number] of whole.ofRows.entries()) {
    const other = parted[row] as number;
    if (!numberOf.has(number)) numberOf.set(number, other);
    expect(other).toBe(numberOf.get(number));
  }
  expect(new Set(numberOf.values()).size).toBe(count);
});

test('a disk that is full is told with the file that lies on it', () => {
  // A device that is always full.
  const path = '/dev/full';
  const column = new ColumnFile(path, 'float32', openSync(path, 'r+'), 0);
  const failure = (() => {
    try {
      column.append(Float32Array.of(1));
    } catch (error) {
      return error;
    }
  })();
  expect(failure).toMatchObject({
    code: 'ENOSPC',
    message: expect.stringMatching(/no space left .* to \/dev\/full$/),
  });
  column.close();
});

test('a column that ends before it should is told', () => {
  const column = files.column('float64');
  column.append(Float64Array.of(1, 2));
  expect(() => column.read(1, 3)).toThrow('rows 1 to 3 of 2');
});
