/**
 * Responsible for a few rows scored as `scoreParquet` scores them, in memory, and for how long it takes a loaded model to score so many at a time.
 * Leaves to others: what the scores and times are held to.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import type { Digest } from '@espalier/domain';
import { type MatrixChunk, readScoringChunks } from '@espalier/features';
import type { Settings } from '@espalier/settings';
import { BundleModel } from './bundle-model.js';
import { fetchBundle } from './fetch-bundle.js';
import { withNativeFailures } from './native-failures.js';

export interface FewRows {
  readonly settings: Settings;
  /** `s3://bucket/prefix`, or a local folder. */
  readonly bundleUri: string;
  /** A Parquet of rows to score, at most 16,384. */
  readonly inputPath: string;
  readonly scratchDir: string;
  /** Numbers of rows to time: each is scored again and again, in one batch. Default none. */
  readonly timed?: readonly number[];
}

/** How long one batch took, in milliseconds. */
export interface BatchTimes {
  readonly rows: number;
  readonly calls: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
}

export interface FewScores {
  /** Of the bundle that was loaded. */
  readonly bundle: Digest;
  /** By task, in the order of the file. */
  readonly scores: Readonly<Record<string, Float32Array>>;
  readonly times: readonly BatchTimes[];
}

/** The sums of one thread are the same on any number of cores; GPUs are for the trainers. */
const alike = { threads: 1, visibleGpus: [] };
const mostRows = 16_384;
const warmUpCalls = 20;
const timedCalls = 300;
/** Of one number of rows; a slow model is called less often. */
const mostTimedMs = 3_000;
const fewestCalls = 20;

/** @throws EspalierError as `scoreParquet` */
export async function scoreFewRows(few: FewRows): Promise<FewScores> {
  const { settings, bundleUri, inputPath, timed = [] } = few;
  const scratchDir = await mkdtemp(join(few.scratchDir, 'few-'));
  try {
    const { manifest, paths } = await fetchBundle(settings, bundleUri, join(scratchDir, 'bundle'));
    return await withNativeFailures(bundleUri, async () => {
      using model = await BundleModel.open(paths, settings, alike);
      const chunks: MatrixChunk[] = [];
      for await (const chunk of readScoringChunks(inputPath, model.schema, { scratchDir }))
        chunks.push(chunk);
      const [chunk, ...others] = chunks;
      if (chunk === undefined || others.length > 0) {
        throw new RangeError(`${inputPath} has no rows, or more than ${mostRows}`);
      }
      const scored = await model.score(chunk, { forest: false });
      const scores = Object.fromEntries(Object.entries(scored).map(([task, of]) => [task, of.slice()]));
      const times: BatchTimes[] = [];
      for (const rows of timed) times.push(await timeBatch(model, chunk, rows));
      return { bundle: manifest.digest, scores, times };
    });
  } finally {
    await rm(scratchDir, { recursive: true, force: true });
  }
}

async function timeBatch(model: BundleModel, chunk: MatrixChunk, rows: number): Promise<BatchTimes> {
  const took: number[] = [];
  const startedAtMs = performance.now();
  for (let call = 0; call < warmUpCalls + timedCalls; call++) {
    // Each call has other rows: the same ones would be in the processor's caches.
    const batch = repeated(chunk, rows, call);
    const beganMs = performance.now();
    await model.score(batch, { forest: false });
    const endedMs = performance.now();
    if (call >= warmUpCalls) took.push(endedMs - beganMs);
    if (took.length >= fewestCalls && endedMs - startedAtMs > mostTimedMs) break;
  }
  const sorted = took.sort((a, b) => a - b);
  const at = (share: number) =>
    sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)] ?? 0;
  return { rows, calls: sorted.length, p50Ms: at(0.5), p99Ms: at(0.99) };
}

/** So many of the chunk's rows from one of them on, over and over. */
function repeated(chunk: MatrixChunk, rows: number, from: number): MatrixChunk {
  const { columns, denseColumns } = chunk;
  const matrix = new Float32Array(rows * columns);
  const dense = new Float32Array(rows * denseColumns.length);
  for (let row = 0; row < rows; row++) {
    const source = (from * rows + row) % chunk.rows;
    matrix.set(chunk.matrix.subarray(source * columns, (source + 1) * columns), row * columns);
    const width = denseColumns.length;
    dense.set(chunk.dense.subarray(source * width, (source + 1) * width), row * width);
  }
  return { ...chunk, startRow: 0, rows, matrix, dense };
}
