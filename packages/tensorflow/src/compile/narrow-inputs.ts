// Responsible for reading narrow whole numbers as they are fed, where an op can, rather than widened first.
// Leaves to others: which inputs are narrow.

import { dataTypes } from '../execute-op.js';
import type { NodeMessage } from '../saved-model-format.js';
import { type GraphDraft, nodeOf } from './graph-draft.js';

/** By op, the types beside int32 that its first input may be of. */
const readers: Readonly<Record<string, ReadonlySet<number>>> = {
  EspalierAddOffsets: new Set([dataTypes.uint8, dataTypes.uint16]),
};

/** tfjs has no narrow whole numbers, so that a trace widens what it is given of them before all else. */
export function readNarrowInputs(graph: GraphDraft): void {
  for (const node of [...graph.nodes.values()]) {
    const [numbers = ''] = node.input;
    const types = readers[node.op];
    if (types === undefined) continue;
    const { op, attr, input }: NodeMessage = graph.find(nodeOf(numbers));
    const [narrow] = input;
    const type = attr.SrcT?.type;
    if (op !== 'Cast' || narrow === undefined || type === undefined || !types.has(type)) continue;
    graph.replaceInput(node.name, numbers, narrow);
    node.attr = { ...node.attr, T: { type } };
  }
}
