/** What `test:gpu` and the processes that train for it tell each other. */

/** A rank of a training, as its process is started. */
export interface TraineeAssignment {
  /** The GPU to train on, as CUDA names it, or null for the CPU. */
  readonly gpu: string | null;
  readonly rank: number;
  readonly worldSize: number;
  /** Rows of a batch over all ranks. */
  readonly globalRows: number;
}

export interface TraineeState {
  readonly step: number;
  readonly tensors: ReadonlyMap<string, { readonly shape: readonly number[]; readonly values: Float32Array }>;
}

export type TraineeRequest =
  /** First of all: where the ranks' servers are. */
  | { readonly kind: 'join'; readonly addresses: readonly string[] }
  /** Takes steps, from a state if one is given. */
  | { readonly kind: 'train'; readonly steps: number; readonly from: TraineeState | null }
  /** Takes one step and looks at where its nodes ran. */
  | { readonly kind: 'place' };

export type TraineeReport =
  | { readonly kind: 'address'; readonly address: string }
  | { readonly kind: 'ready' }
  | {
      readonly kind: 'trained';
      readonly seconds: number;
      /** Of each step, the mean over the tasks. */
      readonly losses: readonly number[];
      readonly state: TraineeState;
      readonly digest: string;
    }
  /** Names of ops by the device that they ran on. */
  | { readonly kind: 'placed'; readonly ops: ReadonlyMap<string, readonly string[]> }
  | { readonly kind: 'failed'; readonly message: string };
