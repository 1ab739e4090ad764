/** How parameters are named: what checkpoints, exports and decay know them by. */
export const parameterNames = {
  embedding: 'leaf/embedding',
  skip: 'leaf/logits',
  kernel: (layer: string) => `${layer}/kernel`,
  /** The rows of an input layer's kernel that take the dense features. */
  denseKernel: (layer: string) => `${layer}/dense_kernel`,
  bias: (layer: string) => `${layer}/bias`,
} as const;
