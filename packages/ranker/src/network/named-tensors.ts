/**
 * Float32 tensors by name: the form in which parameters and optimizer state leave a training step.
 * Leaves which names there are to `topology.ts` and `flat-state.ts`.
 */

export interface NamedTensor {
  readonly shape: readonly number[];
  /** Row-major. */
  readonly values: Float32Array;
}

/** In a fixed order, which encoders of checkpoints keep. */
export type NamedTensors = ReadonlyMap<string, NamedTensor>;

export function elementCount(shape: readonly number[]): number {
  return shape.reduce((product, dimension) => product * dimension, 1);
}
