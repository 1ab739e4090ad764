// Responsible for whether a result may lie in the memory of what is fed, which is the caller's.
// Leaves to others: copying it where it must not.

import type { NodeMessage } from '../saved-model-format.js';
import { type GraphDraft, nodeOf, reach } from './graph-draft.js';

/** Ops that always write their result to memory of its own: what an assigned value often ends with, not all that do. */
const alwaysFresh: ReadonlySet<string> = new Set([
  ...['MatMul', 'BatchMatMul', 'BatchMatMulV2', 'Conv2D', 'SparseTensorDenseMatMul', 'UnsortedSegmentSum'],
  ...['Exp', 'Log', 'Sqrt', 'Rsqrt', 'Square', 'Tanh', 'Sigmoid', 'Softplus', 'Relu', 'Softmax', 'GatherV2'],
  ...['EspalierLookupMatMul', 'EspalierLookupMatMulGradient', 'EspalierSortLookups'],
  ...['EspalierLookupSum', 'EspalierLookupSumGradient', 'EspalierStatelessUniform', 'EspalierAddOffsets'],
  ...[
    'Greater',
    'GreaterEqual',
    'Less',
    'LessEqual',
    'Equal',
    'NotEqual',
    'OneHot',
    'StatelessRandomUniformV2',
  ],
]);

/** Fresh unless one of their inputs is a constant: TensorFlow simplifies `x + 0`, `x * 1` and a choice that is made. */
const freshOfTwo: ReadonlySet<string> = new Set([
  ...['Add', 'AddV2', 'Sub', 'Mul', 'Div', 'RealDiv', 'DivNoNan', 'Maximum', 'Minimum', 'SquaredDifference'],
  ...['Select', 'SelectV2', 'LogicalAnd', 'LogicalOr'],
]);

/**
 * An op may give its input's own memory (a reshape, a slice of rows, a transpose of nothing), and TensorFlow simplifies a
 * graph before it runs it (two negations are none). So anything may, unless it is known not to.
 */
export function mayBeFeed(graph: GraphDraft, output: string): boolean {
  const origins = reach([nodeOf(output)], (name) => {
    const node = graph.find(name);
    if (alwaysFresh.has(node.op)) return [];
    const sources = dataInputs(node);
    if (freshOfTwo.has(node.op) && !sources.some((source) => isConstant(graph, source))) return [];
    return sources;
  });
  return [...origins].some((name) => graph.find(name).op === 'Placeholder');
}

function dataInputs({ input }: NodeMessage): string[] {
  return input.filter((source) => !source.startsWith('^')).map(nodeOf);
}

function isConstant(graph: GraphDraft, name: string): boolean {
  const origins = reach([name], (each) => dataInputs(graph.find(each)));
  return [...origins].every((each) => !['Placeholder', 'VarHandleOp'].includes(graph.find(each).op));
}
