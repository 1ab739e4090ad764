/**
 * Responsible for scoring a Parquet file with a bundle: rows in, one probability column for each task out, same order, and how the
 * rows compare with the ones learnt from.
 * Leaves to others: each of its steps (registry, features, forest, ranker).
 */
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { FeatureSchema } from '@espalier/domain';
import {
  countRows,
  type FileFacts,
  fileFacts,
  keptColumns,
  readScoringChunks,
  requireFileAt,
  type ScoresChunk,
  unseenValues,
  writeScores,
} from '@espalier/features';
import type { BundlePaths } from '@espalier/registry';
import type { Settings } from '@espalier/settings';
import { BundleModel, forestColumn, readJson } from './bundle-model.js';
import { checkPaths, requireOwnOutputs } from './check-paths.js';
import { ColumnTally, type ScoredColumn } from './column-tally.js';
import { fetchBundle } from './fetch-bundle.js';
import { withNativeFailures } from './native-failures.js';
import { scoringWarnings, unlikeColumns } from './unlike-training.js';

export interface ScoredFile {
  /** A local Parquet file with the columns that the model's features read; labels are not needed. */
  readonly inputPath: string;
  /** Written whole or not at all. */
  readonly outputPath: string;
  /** Write over an output that is there. Default: refuse it. */
  readonly overwrite?: boolean;
  /** Columns of the input that go along, before the scores. */
  readonly keep?: readonly string[];
  readonly onProgress?: (progress: { readonly doneRows: number; readonly totalRows: number }) => void;
}

export interface ScoreOptions {
  readonly settings: Settings;
  /** `s3://bucket/prefix`, or a local folder. */
  readonly bundleUri: string;
  /** Also what each task's forest says alone, in the column `TASK_forest`. Default: false. */
  readonly forest?: boolean;
  /**
   * Share of a column's values that may be unlike training's, or missing, beyond what was so in training, before a warning. Default: the
   * pipeline's `scoring.mostUnseen`.
   */
  readonly mostUnseen?: number;
  /** Ends the scoring between two chunks with the signal's reason. */
  readonly signal?: AbortSignal;
}

export type ScoreParquetOptions = ScoreOptions & ScoredFile;

export interface ScoreResult {
  readonly rows: number;
  readonly tasks: readonly string[];
  /** The columns of the output, in their order. */
  readonly output: readonly string[];
  /** How the model's columns compare with the training rows. */
  readonly columns: readonly ScoredColumn[];
  /** Columns that are too unlike the training rows', one sentence each. */
  readonly warnings: readonly string[];
}

/** Of pipelines that were published before it could be set. */
const defaultMostUnseen = 0.05;

/**
 * Scores every row of a file. Memory is the same for any number of rows.
 * @throws EspalierError `request.invalid` (a path or column that can't work), `features.corrupt-source`,
 *   `features.source-changed`, `features.missing-column`, `features.column-type`, `registry.*` (no bundle, or a damaged one), `store.unreachable`,
 *   `native.missing`, `encoder.*`.
 */
export async function scoreParquet(options: ScoreParquetOptions): Promise<ScoreResult> {
  const [result] = await scoreParquetFiles(options, [options]);
  return result as ScoreResult;
}

/**
 * Scores files one after the other by one model, which is fetched and loaded once; all files are looked at first.
 * @returns a result a file, in order
 * @throws EspalierError as `scoreParquet`; the outputs of the files before the one that failed stay
 */
export async function scoreParquetFiles(
  options: ScoreOptions,
  files: readonly ScoredFile[],
): Promise<ScoreResult[]> {
  const { settings, bundleUri, signal, forest = false } = options;
  for (const file of files) {
    await checkPaths(file.inputPath, file.outputPath, { overwrite: file.overwrite === true });
  }
  requireOwnOutputs(files);
  const parentDir = join(settings.cacheDir, 'scratch');
  await mkdir(parentDir, { recursive: true });
  const scratchDir = await mkdtemp(join(parentDir, 'score-'));
  try {
    const counted: (ScoredFile & Pick<Scoring, 'facts' | 'totalRows'>)[] = [];
    for (const file of files) {
      // The input is read several times over, and rows and kept columns belong together by their places.
      const facts = await fileFacts(file.inputPath);
      counted.push({ ...file, facts, totalRows: await countRows(file.inputPath, { scratchDir, facts }) });
    }
    const { manifest, paths } = await fetchBundle(settings, bundleUri, join(scratchDir, 'bundle'));
    const { tasks } = manifest;
    const scores = forest ? [...tasks, ...tasks.map(forestColumn)] : tasks;
    const looked: (Omit<Scoring, keyof ScoreOptions | 'tally'> & { readonly kept: readonly string[] })[] = [];
    for (const file of counted) {
      const { inputPath, keep = [], facts } = file;
      looked.push({
        ...file,
        scratchDir,
        kept: await keptColumns(inputPath, keep, scores, { scratchDir, facts }),
      });
    }
    signal?.throwIfAborted();
    return await withNativeFailures(bundleUri, async () => {
      using model = await BundleModel.open(paths, settings);
      const { schema } = model;
      const results: ScoreResult[] = [];
      for (const { kept, ...file } of looked) {
        const { inputPath, outputPath, facts } = file;
        const tally = new ColumnTally(schema);
        const scoring = { ...options, ...file, tally };
        let comparison: Comparison = { columns: [], warnings: [] };
        const beforeNaming = async () => {
          comparison = await compare(scoring, schema, manifest.spec as BundleSpec, paths);
          // Whoever puts rows and scores together by their places would take what lies there by now.
          await requireFileAt(inputPath, facts);
        };
        const along = { path: inputPath, facts, columns: kept };
        const rows = await writeScores(outputPath, scores, scoredChunks(model, scoring), {
          scratchDir,
          kept: along,
          overwrite: file.overwrite === true,
          beforeNaming,
        });
        results.push({ rows, tasks, output: [...kept, ...scores], ...comparison });
      }
      return results;
    });
  } finally {
    await rm(scratchDir, { recursive: true, force: true });
  }
}

type Comparison = Pick<ScoreResult, 'columns' | 'warnings'>;

/** How the scored rows differ from those that the model was trained on. */
async function compare(
  { inputPath, mostUnseen, tally, scratchDir, facts }: Scoring,
  schema: FeatureSchema,
  spec: BundleSpec,
  paths: BundlePaths,
): Promise<Comparison> {
  const { rareShares = null } = await readJson<BundleReport>(paths.report);
  const columns = tally.columns(rareShares);
  const bound = mostUnseen ?? spec.scoring?.mostUnseen ?? defaultMostUnseen;
  const unlike = unlikeColumns(columns, bound).map(({ name }) => name);
  const values =
    unlike.length > 0 ? await unseenValues(inputPath, schema, unlike, { scratchDir, facts }) : new Map();
  return { columns, warnings: scoringWarnings(columns, bound, schema, values) };
}

/** What is read of parts that earlier versions wrote without. */
interface BundleReport {
  readonly rareShares?: Readonly<Record<string, number>>;
}

interface BundleSpec {
  readonly scoring?: { readonly mostUnseen?: number };
}

interface Scoring extends ScoreParquetOptions {
  readonly scratchDir: string;
  readonly facts: FileFacts;
  readonly totalRows: number;
  readonly tally: ColumnTally;
}

async function* scoredChunks(
  model: BundleModel,
  { inputPath, onProgress, signal, scratchDir, facts, totalRows, tally, forest = false }: Scoring,
): AsyncGenerator<ScoresChunk> {
  let doneRows = 0;
  onProgress?.({ doneRows, totalRows });
  async function* finished({ scores, rows }: ChunkInWork): AsyncGenerator<ScoresChunk> {
    signal?.throwIfAborted();
    yield await scores;
    doneRows += rows;
    onProgress?.({ doneRows, totalRows });
  }
  // TensorFlow has one chunk while this thread reads the next and finds its leaves.
  let inWork: ChunkInWork | null = null;
  try {
    for await (const chunk of readScoringChunks(inputPath, model.schema, { scratchDir, facts })) {
      signal?.throwIfAborted();
      const leaves = await model.encode(chunk);
      if (inWork !== null) yield* finished(inWork);
      inWork = { scores: model.scoreLeaves(chunk, leaves, { forest }), rows: chunk.rows };
      inWork.scores.catch(() => {});
      tally.add(chunk);
    }
    if (inWork !== null) yield* finished(inWork);
  } finally {
    // The model is not closed while it works.
    await inWork?.scores.catch(() => {});
  }
}

interface ChunkInWork {
  readonly scores: Promise<ScoresChunk>;
  readonly rows: number;
}
