// Responsible for whether a table trains faster as a sparse one.
// Leaves to others: making it.

export interface TableUse {
  readonly rows: number;
  /** Floats a row. */
  readonly width: number;
  /** IDs that a step looks up, those that come twice counted twice. */
  readonly idsPerStep: number;
}

/** Floats of a table for each ID of a step, from which on a sparse table is the faster one under Adam. */
const floatsPerId = 200;

/**
 * Whether a step with `adam` is faster with `sparseTable` than with a dense variable and `embeddingGather`.
 *
 * A dense update passes over the whole table and its moments, in order; a sparse one goes to each touched row of the three
 * and back, out of order, and finds out first which rows those are. So what counts is floats of the table an ID. Measured
 * on a CPU, two threads, IDs drawn evenly, dense time over sparse time:
 *
 * | rows × width | 200,000 × 8 | 1,000,000 × 8 | 200,000 × 16 | 200,000 × 32 | 200,000 × 64 |
 * |---|---|---|---|---|---|
 * | ~80 floats an ID | 0.7 | 0.6 | | | |
 * | ~200 | 1.1 (160) | 1.0 | 1.1 | | 1.3 |
 * | ~400 | 1.7 (320) | 1.6 | 1.6 | 1.9 (320) | 1.5 |
 * | ~800 | | | | 2.6 (640) | 2.3 |
 *
 * Other rules have less state, so that the dense update is cheaper: `adagrad` and `momentum` draw level at about 320, `sgd`
 * beyond that.
 *
 * A table whose rows a batch touches nearly all, such as the leaves of a forest (21,600 × 8 with 204,800 IDs a step, 0.8
 * floats an ID), trains at less than half the speed as a sparse one. Sparse training with Adam or momentum is also another
 * training: see `sparseTable`.
 */
export function prefersSparse({ rows, width, idsPerStep }: TableUse): boolean {
  return rows * width >= floatsPerId * idsPerStep;
}
