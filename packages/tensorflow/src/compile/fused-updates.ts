// Responsible for updates of large variables by an op of our own, which reads a gradient's parts and writes what it updates in one pass.
// Leaves to others: when an update may run (step-graph.ts), and its formula (kernels/apply-adam.cc).
//
// An op made through TensorFlow's C API can't change a variable where it lies. So the variable gives its memory up: it is read, something
// else is assigned to it, and what was read is then the op's alone, which gives the same memory out again, changed, to be assigned.
// Where somebody else holds it, the op copies.

import { requireOwnOp } from '../own-ops.js';
import type { NodeMessage } from '../saved-model-format.js';
import type { TracedVariable } from '../trace/trace-pass.js';
import { type GraphDraft, nodeOf } from './graph-draft.js';
import type { Effect } from './plan-calls.js';

/** Below, TensorFlow's op costs less than the ten nodes that take its place. */
const leastElements = 16_384;
const ownOp = 'EspalierApplyAdam';
/** The variable and its two moments. */
const slots = 3;
const float32 = { type: 1 };
const emptied = 'emptied_variable';

/**
 * @param sums nodes that add two tensors of the same shape
 * @throws TensorFlowError 'addon-unloadable' where the addon has not the op
 */
export function fuseUpdates(
  graph: GraphDraft,
  effects: readonly Effect[],
  variables: readonly TracedVariable[],
  sums: ReadonlySet<string>,
): void {
  const sizes = new Map(
    variables.map(({ handle, shape }) => [handle, shape.reduce((product, size) => product * size, 1)]),
  );
  for (const { node } of effects) {
    const update = graph.find(node);
    const [handle = ''] = update.input;
    if (update.op !== 'ResourceApplyAdam' || (sizes.get(handle) ?? 0) < leastElements) continue;
    requireOwnOp(ownOp);
    fuse(graph, update, sums);
  }
}

function fuse(graph: GraphDraft, { name, input }: NodeMessage, sums: ReadonlySet<string>): void {
  const data = input.filter((source) => !source.startsWith('^'));
  const waits = input.filter((source) => source.startsWith('^'));
  const handles = data.slice(0, slots);
  const scalars = data.slice(slots, -1);
  const gradients = partsOf(graph, data.at(-1) as string, sums);
  // Not before the gradient is there: a variable is without its value only as long as the update takes.
  const ready = [...waits, ...gradients.map((gradient) => `^${nodeOf(gradient)}`)];
  const dtype = { dtype: float32 };
  const reads = handles.map((handle, slot) =>
    graph.add({ name: `${name}/read_${slot}`, op: 'ReadVariableOp', input: [handle, ...ready], attr: dtype }),
  );
  const takes = handles.map((handle, slot) =>
    graph.add({
      ...{ name: `${name}/take_${slot}`, op: 'AssignVariableOp', attr: dtype },
      input: [handle, valueOfEmptied(graph), `^${reads[slot]}`],
    }),
  );
  const updated = graph.add({
    ...{ name: `${name}/update`, op: ownOp, attr: { parts: { i: gradients.length } } },
    input: [...reads, ...scalars, ...gradients, ...takes.map((take) => `^${take}`)],
  });
  const writes = handles.map((handle, slot) =>
    graph.add({
      ...{ name: `${name}/write_${slot}`, op: 'AssignVariableOp', attr: dtype },
      input: [handle, slot === 0 ? updated : `${updated}:${slot}`],
    }),
  );
  graph.replace({ name, op: 'NoOp', input: writes.map((write) => `^${write}`), attr: {} });
}

/** The parts that a gradient is the sum of, where nobody else wants the sum; else itself. */
function partsOf(graph: GraphDraft, gradient: string, sums: ReadonlySet<string>): readonly string[] {
  let output = gradient;
  // The op does not ask for shapes, only for as many numbers.
  while (graph.find(nodeOf(output)).op === 'Reshape' && graph.users(nodeOf(output)).length === 1) {
    output = graph.find(nodeOf(output)).input[0] as string;
  }
  const sum = graph.find(nodeOf(output));
  if (!sums.has(sum.name) || graph.users(sum.name).length !== 1) return [gradient];
  return sum.input.slice(0, 2);
}

/** What a variable holds meanwhile: of a shape that nobody is told, or it would not be let in. */
function valueOfEmptied(graph: GraphDraft): string {
  if (graph.nodes.has(emptied)) return emptied;
  const value = {
    dtype: 1,
    tensor_shape: { dim: [] },
    tensor_content: new Uint8Array(Float32Array.BYTES_PER_ELEMENT),
  };
  const nothing = graph.add({
    ...{ name: `${emptied}/value`, op: 'Const', input: [] },
    attr: { dtype: float32, value: { tensor: value } },
  });
  return graph.add({
    ...{ name: emptied, op: 'PlaceholderWithDefault', input: [nothing] },
    attr: { dtype: float32, shape: { shape: { dim: [], unknown_rank: true } } },
  });
}
