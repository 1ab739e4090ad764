/** Responsible for what a feature worker's shards share: connections and native libraries, each loaded at first use. */
import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { resolveNativePart } from '@espalier/native';
import type { Settings } from '@espalier/settings';
import type { Store } from '@espalier/store';
import { loadTensorFlow, type TensorFlow } from '@espalier/tensorflow';
import { loadXgboost, type XGBoost } from '@espalier/xgboost';

/** Shards are the unit of parallel work, so each uses one thread. */
const threads = 1;

export class ShardServices {
  #xgboost: XGBoost | undefined;
  #tensorflow: Promise<TensorFlow> | undefined;

  constructor(
    readonly settings: Settings,
    readonly store: Store,
    readonly scratchDir: string,
  ) {}

  get xgboost(): XGBoost {
    this.#xgboost ??= loadXgboost(resolveNativePart('xgboost', this.settings), { threads });
    return this.#xgboost;
  }

  tensorflow(): Promise<TensorFlow> {
    const addonPath = resolveNativePart('tfjs-addon', this.settings);
    // Predictions are cheap, and GPUs are for the trainers.
    this.#tensorflow ??= loadTensorFlow({ addonPath, threads, visibleGpus: [] });
    return this.#tensorflow;
  }

  /** An empty folder for one shard's files, removed when `work` ends. */
  async inScratch<T>(work: (folder: string) => Promise<T>): Promise<T> {
    const folder = await mkdtemp(join(this.scratchDir, 'shard-'));
    try {
      return await work(folder);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }
}
