// Responsible for updates of large variables by an op of our own, which reads a gradient's parts and writes what it updates in one pass.
// Leaves to others: when an update may run (step-graph.ts), and its formula (kernels/apply-adam.cc).
//
// The functions of TensorFlow's C API by which an op changes a variable where it lies are not in the published libraries. So the variable gives
// its memory up: it is read, something else is assigned to it, and what was read is then the op's alone, which gives the same memory
// out again, changed, to be assigned. Where somebody else holds it, the op copies.

import { opDefinition } from '../native/op-definitions.js';
import type { NodeMessage } from '../saved-model-format.js';
import type { TracedVariable } from '../trace/trace-pass.js';
import { type GraphDraft, nodeOf } from './graph-draft.js';
import type { Effect } from './plan-calls.js';

/** Below, TensorFlow's op costs less than the nodes that take its place. */
const leastElements = 16_384;
const theirOp = 'ResourceApplyAdam';
const ownOp = 'EspalierApplyAdam';
/** The variable and its two moments. */
const slots = 3;
const float32 = { type: 1 };

export interface UpdatesToFuse {
  readonly effects: readonly Effect[];
  readonly variables: readonly TracedVariable[];
  /** Nodes that add two tensors of the same shape. */
  readonly sums: ReadonlySet<string>;
  /** The call that runs each node, with all waits. */
  readonly phases: ReadonlyMap<string, number>;
}

/** Leaves all as it is with an addon of other sources, which has not the op. */
export function fuseUpdates(graph: GraphDraft, { effects, variables, sums, phases }: UpdatesToFuse): void {
  if (opDefinition(ownOp) === undefined) return;
  const sizes = new Map(
    variables.map(({ handle, shape }) => [handle, shape.reduce((product, size) => product * size, 1)]),
  );
  for (const { node } of effects) {
    const update = graph.find(node);
    const [handle = ''] = update.input;
    const fits = update.op === theirOp && update.attr.use_nesterov?.b !== true;
    if (!fits || (sizes.get(handle) ?? 0) < leastElements) continue;
    // What the other ranks gave lies where the next exchange puts something else: parts are for the call that would sum them.
    const ofCall = new Set([...sums].filter((sum) => phases.get(sum) === phases.get(node)));
    fuse(graph, update, ofCall);
  }
}

function fuse(graph: GraphDraft, { name, input }: NodeMessage, sums: ReadonlySet<string>): void {
  const data = input.filter((source) => !source.startsWith('^'));
  const waits = input.filter((source) => source.startsWith('^'));
  const handles = data.slice(0, slots);
  const scalars = data.slice(slots, -1);
  const gradients = partsOf(graph, data.at(-1) as string, sums);
  // Not before all else is there: a variable is without its value only as long as the update takes.
  const ready = [...new Set([...waits, ...[...scalars, ...gradients].map((each) => `^${nodeOf(each)}`)])];
  const dtype = { dtype: float32 };
  const emptied = addEmptied(graph, `${name}/emptied`, ready);
  const reads = handles.map((handle, slot) =>
    graph.add({ name: `${name}/read_${slot}`, op: 'ReadVariableOp', input: [handle, ...ready], attr: dtype }),
  );
  const takes = handles.map((handle, slot) =>
    graph.add({
      ...{ name: `${name}/take_${slot}`, op: 'AssignVariableOp', attr: dtype },
      input: [handle, emptied, `^${reads[slot]}`],
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
function addEmptied(graph: GraphDraft, name: string, ready: readonly string[]): string {
  const value = {
    dtype: 1,
    tensor_shape: { dim: [] },
    tensor_content: new Uint8Array(Float32Array.BYTES_PER_ELEMENT),
  };
  const scalar = graph.add({
    ...{ name: `${name}/value`, op: 'Const', input: [] },
    attr: { dtype: float32, value: { tensor: value } },
  });
  return graph.add({
    ...{ name, op: 'PlaceholderWithDefault', input: [scalar, ...ready] },
    attr: { dtype: float32, shape: { shape: { dim: [], unknown_rank: true } } },
  });
}
