/**
 * The early-stop rows as each rank holds them: the shards mapped, its own part of the rows, and what all ranks know of all rows.
 * Leaves the network's scores to `state-scores.ts`.
 */
import { setImmediate } from 'node:timers/promises';
import type { LeafMap } from '@espalier/domain';
import { clustersOf, type RowClusters } from '@espalier/metrics';
import { floatColumn } from '../data/row-columns.js';
import type { FedRows } from '../data/row-layout.js';
import { clusterOf, type LeafOrdinals, shardColumns } from '../data/shard-columns.js';
import { unmapFile } from '../feeding/mapped-file.js';
import { openShards } from '../feeding/open-shards.js';
import type { Network } from '../network/network.js';
import { forestPredictions } from '../serving/forest-predictions.js';
import type { GradientReducer } from '../training/train-step.js';

export interface EarlyStopRows extends Disposable {
  readonly rows: number;
  /** This rank's part, `[start, end)` in the order of the shards. */
  readonly part: { readonly start: number; readonly end: number };
  /** 0 or 1 for each row, by task. */
  readonly labels: Readonly<Record<string, Float32Array>>;
  /** The forest's probability for each row, by task. */
  readonly forest: Readonly<Record<string, Float32Array>>;
  /** Null where each row stands for itself. */
  readonly clusters: RowClusters | null;
  /** Rows `[start, end)`. */
  gather(start: number, end: number): FedRows;
}

export interface EarlyStopOptions {
  readonly shardPaths: readonly string[];
  readonly network: Pick<Network, 'tasks' | 'servingLayout'>;
  readonly leafMap: LeafMap;
  readonly rank: number;
  readonly worldSize: number;
  readonly reducer: GradientReducer;
}

/** Rows at a time; few enough that a rank keeps answering between them. */
const rowsAtOnce = 2048;

/**
 * All ranks call it at the same point of their sums, each for its own part.
 * @throws EspalierError as `openShards` does
 */
export async function openEarlyStopRows(options: EarlyStopOptions): Promise<EarlyStopRows> {
  const { shardPaths, network, leafMap, rank, worldSize, reducer } = options;
  const { rows: table, mapped } = openShards(shardPaths, network.servingLayout);
  const { rows } = table;
  const part = {
    start: Math.floor((rows * rank) / worldSize),
    end: Math.floor((rows * (rank + 1)) / worldSize),
  };
  const gather = (start: number, end: number) =>
    table.gather(Uint32Array.from({ length: end - start }, (_, index) => start + index));
  const labels = Object.fromEntries(
    network.tasks.map((task) => {
      const { name } = shardColumns.label(task);
      const parts = mapped.map(({ shard }) => floatColumn(shard, name));
      return [task, joined(new Float32Array(rows), parts)];
    }),
  );
  const forest = await gatherScores(reducer, rows, network.tasks, part, (start, end) =>
    forestPredictions(leafMap, gather(start, end).leaves as LeafOrdinals, end - start),
  );
  const ids = mapped.flatMap(({ shard }) => clusterOf(shard) ?? []);
  return {
    rows,
    part,
    labels,
    forest,
    clusters: ids.length === mapped.length ? clustersOf(joined(new BigUint64Array(rows), ids)) : null,
    gather,
    [Symbol.dispose]: () => {
      for (const { file } of mapped) unmapFile(file);
    },
  };
}

/**
 * Scores of all rows on every rank: each scores its own part, and a sum over zeros brings the parts together.
 * @param scoresOf float32 [end - start] by task, for rows `[start, end)`
 */
export async function gatherScores(
  reducer: GradientReducer,
  rows: number,
  tasks: readonly string[],
  part: EarlyStopRows['part'],
  scoresOf: (start: number, end: number) => Readonly<Record<string, Float32Array>>,
): Promise<Record<string, Float32Array>> {
  const all = new Float32Array(rows * tasks.length);
  const columns = Object.fromEntries(
    tasks.map((task, index) => [task, all.subarray(index * rows, (index + 1) * rows)]),
  );
  for (let start = part.start; start < part.end; start += rowsAtOnce) {
    // Messages and timers in between: a rank that measures is not silent.
    await setImmediate();
    const scores = scoresOf(start, Math.min(part.end, start + rowsAtOnce));
    for (const task of tasks) columns[task]?.set(scores[task] as Float32Array, start);
  }
  await reducer.allReduceSum(all);
  return columns;
}

interface Joinable<Values> {
  readonly length: number;
  set(part: Values, at: number): void;
}

function joined<Values extends Joinable<Values>>(all: Values, parts: readonly Values[]): Values {
  let first = 0;
  for (const part of parts) {
    all.set(part, first);
    first += part.length;
  }
  return all;
}
