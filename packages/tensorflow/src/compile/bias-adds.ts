// Responsible for giving a dense layer the form that TensorFlow fuses into one op: MatMul, BiasAdd, Relu.
// Leaves to others: the fusing, which is TensorFlow's own.

import type { NodeMessage } from '../saved-model-format.js';

const data = (inputs: readonly string[]) => inputs.filter((input) => !input.startsWith('^'));

/**
 * Makes BiasAdd of the candidates that lie between a MatMul and nothing but a Relu. Elsewhere it gains nothing; and
 * before a further addition TensorFlow 2.21's own rewriting fails ("empty op name") and gives the whole graph up.
 *
 * @param candidates additions of a row to a matrix
 */
export function useBiasAdds(nodes: readonly NodeMessage[], candidates: ReadonlySet<string>): void {
  const opOf = new Map(nodes.map(({ name, op }) => [name, op]));
  const users = new Map<string, string[]>();
  for (const { op, input } of nodes) {
    for (const source of data(input)) users.set(source, [...(users.get(source) ?? []), op]);
  }
  for (const node of nodes) {
    const [matrix = ''] = data(node.input);
    const fused = opOf.get(matrix) === 'MatMul' && users.get(node.name)?.every((op) => op === 'Relu');
    if (!candidates.has(node.name) || !fused || users.get(matrix)?.length !== 1) continue;
    node.op = 'BiasAdd';
    node.attr = { T: node.attr.T ?? { type: 1 }, data_format: { s: new TextEncoder().encode('NHWC') } };
  }
}
