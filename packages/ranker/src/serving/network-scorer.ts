/**
 * Probabilities of an exported network for rows of leaf ordinals: what evaluation and batch scoring run.
 * Leaves finding the leaves of a row, and metrics, to others.
 */
import { EspalierError, type LeafMap } from '@espalier/domain';
import { type LoadedModel, loadSavedModel, type TensorFlow } from '@espalier/tensorflow';
import { globalLeafIds } from '../data/global-leaf-ids.js';
import type { LeafOrdinals } from '../data/shard-columns.js';
import { slotOffsets } from '../network/slot-offsets.js';
import { servingInputs } from './export-network.js';

export interface RowsToScore {
  /** Row-major [rows, slots]: ordinal of the leaf within each tree. */
  readonly leaves: LeafOrdinals;
  /** Row-major [rows, denseColumns], raw; empty where the network has no dense features. */
  readonly dense: Float32Array;
}

export interface NetworkScorer {
  readonly tasks: readonly string[];
  /**
   * Float32 [rows] of probabilities by task, one call at a time; the event loop runs meanwhile, unless the rows are few.
   * @param calls tasks of each native call, which computes what they need and no more. Default: one for all
   * @throws EspalierError `trainer.invalid-shard` when the rows do not fit the network; `trainer.nan-prediction` with the first such row
   */
  score(rows: RowsToScore, calls?: readonly (readonly string[])[]): Promise<Record<string, Float32Array>>;
  dispose(): void;
}

/** Rows a native call: enough to amortise it, few enough to keep the embeddings (slots x width floats a row) small. */
const batchRows = 2048;
/** So few are scored sooner than another thread has heard of them. */
const fewRows = 64;

/** Loads `savedModelDir`/saved_model.pb once for many calls of `score`. */
export async function openNetworkScorer(
  tf: TensorFlow,
  savedModelDir: string,
  leafMap: LeafMap,
): Promise<NetworkScorer> {
  const model = await loadSavedModel(tf, savedModelDir);
  const offsets = slotOffsets(leafMap);
  const denseColumns = model.inputs[servingInputs.dense]?.shape?.[1] ?? 0;
  const tasks = Object.keys(model.outputs);
  return {
    tasks,
    score: (rows, calls = [tasks]) => scoreRows(model, { offsets, denseColumns, calls }, rows),
    dispose: () => model.dispose(),
  };
}

/** Loads the network, scores the rows, and frees it. */
export async function scoreNetwork(
  tf: TensorFlow,
  savedModelDir: string,
  leafMap: LeafMap,
  rows: RowsToScore,
): Promise<Record<string, Float32Array>> {
  const scorer = await openNetworkScorer(tf, savedModelDir, leafMap);
  try {
    return await scorer.score(rows);
  } finally {
    scorer.dispose();
  }
}

interface Scoring {
  readonly offsets: Int32Array;
  readonly denseColumns: number;
  readonly calls: readonly (readonly string[])[];
}

async function scoreRows(
  model: LoadedModel,
  { offsets, denseColumns, calls }: Scoring,
  { leaves, dense }: RowsToScore,
): Promise<Record<string, Float32Array>> {
  const slots = offsets.length;
  const rows = leaves.length / slots;
  if (!Number.isInteger(rows) || dense.length !== rows * denseColumns) {
    throw new EspalierError(
      'trainer.invalid-shard',
      `${leaves.length} leaf ordinals and ${dense.length} dense values don't make rows of ${slots} and ${denseColumns}.`,
    );
  }
  const result: Record<string, Float32Array> = {};
  for (const task of calls.flat()) result[task] = new Float32Array(rows);
  const thread = rows <= fewRows ? 'this' : 'other';
  const room = new Int32Array(Math.min(rows, batchRows) * slots);
  for (let start = 0; start < rows; start += batchRows) {
    const end = Math.min(rows, start + batchRows);
    const ids = globalLeafIds(leaves.subarray(start * slots, end * slots), offsets, room);
    const denseValues = dense.subarray(start * denseColumns, end * denseColumns);
    const inputs = {
      [servingInputs.leafIds]: { values: ids, shape: [end - start, slots] },
      ...(denseColumns === 0
        ? {}
        : { [servingInputs.dense]: { values: denseValues, shape: [end - start, denseColumns] } }),
    };
    for (const tasks of calls) {
      for (const [task, values] of Object.entries(await model.predict(inputs, tasks, thread))) {
        requireNumbers(task, values as Float32Array, start);
        result[task]?.set(values, start);
      }
    }
  }
  return result;
}

/** Sorted among numbers it would count as one, and the figures would be wrong without a sign. */
function requireNumbers(task: string, values: Float32Array, firstRow: number): void {
  const at = values.findIndex((value) => !Number.isFinite(value));
  if (at < 0) return;
  throw new EspalierError(
    'trainer.nan-prediction',
    `The network's prediction of ${task} is ${values[at]} for row ${firstRow + at} of the shard, counted from 0.`,
    { details: { task, row: firstRow + at } },
  );
}
