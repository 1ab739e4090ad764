/** How far apart the checkpoints of a training are: in steps, or in time. */
export type CheckpointSpacing = { readonly steps: number } | { readonly seconds: number };
