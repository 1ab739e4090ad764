/**
 * Responsible for a loaded bundle as one model: coded rows in, a probability for each task out.
 * Leaves to others: fetching the bundle (registry) and coding rows (features).
 */
import { readFile } from 'node:fs/promises';
import { EspalierError, type FeatureSchema, type LeafMap } from '@espalier/domain';
import type { MatrixChunk, ScoresChunk } from '@espalier/features';
import { type ForestEncoder, openForestEncoder } from '@espalier/forest';
import { resolveNativePart } from '@espalier/native';
import {
  forestPredictions,
  type LeafOrdinals,
  type NetworkScorer,
  openNetworkScorer,
} from '@espalier/ranker';
import type { BundlePaths } from '@espalier/registry';
import type { Settings } from '@espalier/settings';
import { loadTensorFlow, type TensorFlow } from '@espalier/tensorflow';
import { loadXgboost, type XGBoost } from '@espalier/xgboost';

/** The column of what a task's forest alone says. */
export function forestColumn(task: string): string {
  return `${task}_forest`;
}

/** What a model is opened with; TensorFlow only once the forests are. */
export interface ScoringLibraries {
  readonly xgboost: XGBoost;
  readonly tensorflow: () => Promise<TensorFlow>;
}

/** Default: what TensorFlow takes by itself. */
export interface NumericOptions {
  readonly threads?: number;
  readonly visibleGpus?: readonly number[];
}

export class BundleModel implements Disposable {
  private constructor(
    readonly schema: FeatureSchema,
    private readonly leafMap: LeafMap,
    private readonly encoder: ForestEncoder,
    private readonly network: NetworkScorer,
  ) {}

  /**
   * Loads libraries, forests and network.
   * @throws EspalierError `native.missing`, `registry.part-unreadable`, `encoder.invalid-forest`.
   */
  static async open(
    paths: BundlePaths,
    settings: Settings,
    options: NumericOptions = {},
  ): Promise<BundleModel> {
    const addonPath = resolveNativePart('tfjs-addon', settings);
    // It only reads the forests.
    await using xgboost = loadXgboost(resolveNativePart('xgboost', settings), { threads: 1 });
    return await BundleModel.openWith(paths, {
      xgboost,
      tensorflow: () => loadTensorFlow({ addonPath, ...options }),
    });
  }

  /** As `open`, with libraries of a process that has loaded them for more than this. */
  static async openWith(paths: BundlePaths, libraries: ScoringLibraries): Promise<BundleModel> {
    const schema = await readJson<FeatureSchema>(paths.featureSchema);
    const leafMap = await readJson<LeafMap>(paths.leafMap);
    const boosters = await Promise.all(
      paths.boosters.map(async ({ task, path }) => ({ task, bytes: await readFile(path) })),
    );
    const encoder = await openForestEncoder(libraries.xgboost, { boosters, leafMap });
    const network = await openNetworkScorer(await libraries.tensorflow(), paths.savedModelDir, leafMap);
    return new BundleModel(schema, leafMap, encoder, network);
  }

  /** Float32 [rows] of probabilities by task; with `forest`, also those of each task's forest alone, by `forestColumn`. */
  async score(chunk: MatrixChunk, options: { readonly forest: boolean }): Promise<ScoresChunk> {
    return await this.scoreLeaves(chunk, await this.encode(chunk), options);
  }

  /** The first half of `score`, on this thread: it may run while leaves of other rows are scored. */
  async encode({ matrix, rows, columns }: MatrixChunk): Promise<LeafOrdinals> {
    return await this.encoder.encode(matrix, rows, columns);
  }

  /** The second half, on TensorFlow's threads, for one chunk at a time. */
  async scoreLeaves(
    { rows, dense }: MatrixChunk,
    leaves: LeafOrdinals,
    { forest }: { readonly forest: boolean },
  ): Promise<ScoresChunk> {
    const scores = await this.network.score({ leaves, dense });
    if (!forest) return scores;
    const alone = Object.entries(forestPredictions(this.leafMap, leaves, rows));
    return { ...scores, ...Object.fromEntries(alone.map(([task, values]) => [forestColumn(task), values])) };
  }

  [Symbol.dispose](): void {
    this.network.dispose();
  }
}

/** The digest of the file was verified: what it holds is what the pipeline wrote. */
export async function readJson<T>(path: string): Promise<T> {
  try {
    return JSON.parse(await readFile(path, 'utf8')) as T;
  } catch (cause) {
    throw new EspalierError('registry.part-unreadable', `${path} is not JSON.`, { cause, details: { path } });
  }
}
