// Responsible for the contract of a sum over ranks in host memory.
// Leaves to others: how it comes about (SharedMemorySums, or a reducer of the caller's).

/** Sums a buffer over all ranks, in place, in rank order. */
export interface HostReducer {
  readonly worldSize: number;
  /** This process's, from 0. `gatherFloats` needs it, or `allGather`. */
  readonly rank?: number;
  allReduceSum(buffer: Float32Array): Promise<void>;
  /**
   * All ranks' vectors of one length, in rank order, where they lie: to be read until the next call of this reducer. It waits
   * for the other ranks once, where `allReduceSum` waits twice.
   * @param own pieces of this rank's vector, which they are behind each other: to be read only, until the promise settles
   */
  exchange?(own: readonly Float32Array[]): Promise<readonly Float32Array[]>;
  /** Vectors of any length from all ranks, in rank order. */
  allGather?(own: Float32Array): Promise<readonly Float32Array[]>;
}
