/**
 * Responsible for scoring a Parquet file with a bundle: rows in, one probability column for each task out, same order.
 * Leaves to others: each of its steps (registry, features, forest, ranker).
 */
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { countRows, readScoringChunks, type ScoresChunk, writeScores } from '@espalier/features';
import { type LoadedBundle, loadBundle } from '@espalier/registry';
import type { Settings } from '@espalier/settings';
import { createStore } from '@espalier/store';
import { BundleModel } from './bundle-model.js';
import { checkPaths } from './check-paths.js';
import { withNativeFailures } from './native-failures.js';

export interface ScoreParquetOptions {
  readonly settings: Settings;
  /** `s3://bucket/prefix`, or a local folder. */
  readonly bundleUri: string;
  /** A local Parquet file with the columns that the model's features read; labels are not needed. */
  readonly inputPath: string;
  /** Written whole or not at all; replaced if it is there. */
  readonly outputPath: string;
  readonly onProgress?: (progress: { readonly doneRows: number; readonly totalRows: number }) => void;
  /** Ends the scoring between two chunks with the signal's reason. */
  readonly signal?: AbortSignal;
}

export interface ScoreResult {
  readonly rows: number;
  /** The columns of the output, in their order. */
  readonly tasks: readonly string[];
}

/**
 * Scores every row of a file. Memory grows with the scores, not with the features.
 * @throws EspalierError `request.invalid` (a path that can't work), `features.corrupt-source`,
 *   `features.missing-column`, `features.column-type`, `registry.*` (no bundle, or a damaged one), `store.unreachable`,
 *   `native.missing`, `encoder.*`.
 */
export async function scoreParquet(options: ScoreParquetOptions): Promise<ScoreResult> {
  const { settings, bundleUri, inputPath, outputPath, signal } = options;
  await checkPaths(inputPath, outputPath);
  const parentDir = join(settings.cacheDir, 'scratch');
  await mkdir(parentDir, { recursive: true });
  const scratchDir = await mkdtemp(join(parentDir, 'score-'));
  try {
    const totalRows = await countRows(inputPath, { scratchDir });
    const { manifest, paths } = await fetchBundle(settings, bundleUri, join(scratchDir, 'bundle'));
    signal?.throwIfAborted();
    const rows = await withNativeFailures(bundleUri, async () => {
      using model = await BundleModel.open(paths, settings);
      const chunks = scoredChunks(model, options, scratchDir, totalRows);
      return await writeScores(outputPath, manifest.tasks, chunks, { scratchDir });
    });
    return { rows, tasks: manifest.tasks };
  } finally {
    await rm(scratchDir, { recursive: true, force: true });
  }
}

async function fetchBundle(settings: Settings, uri: string, intoDir: string): Promise<LoadedBundle> {
  if (!uri.startsWith('s3://')) return await loadBundle(uri);
  const store = createStore(settings.s3);
  try {
    return await loadBundle(uri, { store, intoDir });
  } finally {
    store.close();
  }
}

async function* scoredChunks(
  model: BundleModel,
  { inputPath, onProgress, signal }: ScoreParquetOptions,
  scratchDir: string,
  totalRows: number,
): AsyncGenerator<ScoresChunk> {
  let doneRows = 0;
  onProgress?.({ doneRows, totalRows });
  for await (const chunk of readScoringChunks(inputPath, model.schema, { scratchDir })) {
    signal?.throwIfAborted();
    yield await model.score(chunk);
    doneRows += chunk.rows;
    onProgress?.({ doneRows, totalRows });
  }
}
