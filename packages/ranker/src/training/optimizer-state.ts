/**
 * The optimizers' names, and the names of the tensors that each keeps beside a parameter.
 * Leaves their arithmetic to the training steps.
 */

/** By optimizer: prefixes of a parameter's name that give the names of its state. */
export const optimizerStatePrefixes = {
  /** First and second moments. */
  adam: ['adam/m/', 'adam/v/'],
  adagrad: ['adagrad/accumulator/'],
  momentum: ['momentum/velocity/'],
  sgd: [],
} as const satisfies Readonly<Record<string, readonly string[]>>;

export type OptimizerName = keyof typeof optimizerStatePrefixes;

/** The optimizer whose state is among the names; `sgd`, which has none, where no other's is. */
export function optimizerOf(tensorNames: Iterable<string>): OptimizerName {
  for (const tensor of tensorNames) {
    for (const optimizer of Object.keys(optimizerStatePrefixes) as OptimizerName[]) {
      if (optimizerStatePrefixes[optimizer].some((prefix) => tensor.startsWith(prefix))) return optimizer;
    }
  }
  return 'sgd';
}
