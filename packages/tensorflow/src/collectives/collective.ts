// Responsible for the ways in which a compiled step can sum over ranks.
// Leaves to others: the processes of a gang, and how they find each other.

import type { HostReducer } from '@espalier/collectives';

/** The sum is a node of the graph, over TensorFlow's own distributed runtime: see `joinCluster`. */
export interface GraphCollective {
  readonly kind: 'graph';
  readonly worldSize: number;
  /** Session target of this rank's server. */
  readonly target: string;
  /** Device name of the process that leads, such as `/job:ranks/replica:0/task:0`. */
  readonly leader: string;
  /** Device name of this process. */
  readonly task: string;
  /** `ring` on CPUs, `nccl` on GPUs. */
  readonly communication: 'ring' | 'nccl';
  /** How long a step may take, in case a rank neither answers nor dies. */
  readonly timeoutSeconds: number;
}

/** The step's native call ends at the sum, a reducer of the caller's sums in host memory, another call goes on. */
export interface HostCollective {
  readonly kind: 'host';
  /** Sparse tables need its `rank`, or `allGather`; two ranks are summed in the graph where it has `exchange`. */
  readonly reducer: HostReducer;
}

export type Collective = HostCollective | GraphCollective;
