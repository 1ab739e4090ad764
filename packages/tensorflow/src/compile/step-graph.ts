// Responsible for making a recording into a graph: what is not needed goes, writes come after reads and after what can
// fail, and nobody writes to memory that is another's.
// Leaves to others: which call runs what (`plan-calls.ts`), and running them.

import type { NodeMessage } from '../saved-model-format.js';
import type { TracedRows } from '../sparse/traced-row-ops.js';
import type { Cut, TracedOutput } from '../trace/trace.js';
import type { TracedVariable, TracePass } from '../trace/trace-pass.js';
import { useBiasAdds } from './bias-adds.js';
import { mayBeFeed } from './feed-memory.js';
import { fuseUpdates } from './fused-updates.js';
import { GraphDraft, nodeOf } from './graph-draft.js';
import { readNarrowInputs } from './narrow-inputs.js';
import { type Effect, type PlannedCall, phasesOf, planCalls } from './plan-calls.js';

export interface StepGraph {
  readonly nodes: readonly NodeMessage[];
  /** The calls of one step, in their order. Feeds and fetches of one name in two calls are the same tensor, handed on. */
  readonly calls: readonly PlannedCall[];
  /** For each call but the last: the outputs that it gives to the other ranks, and the feeds that take what comes back. */
  readonly cuts: readonly Cut[];
  readonly outputs: Readonly<Record<string, string>>;
  /** Sparse tables that the step uses, and their optimizers' rows. */
  readonly tables: readonly TracedRows[];
  /** Variables that the step uses. */
  readonly variables: readonly TracedVariable[];
  /** Nodes that all changes wait for: if one of them fails in the first call, nothing has changed. */
  readonly beforeChanges: ReadonlySet<string>;
}

/** Ops that fail for some values: an index out of range, a division of whole numbers by zero. */
const checksValues =
  /^(Gather|ResourceGather|ScatterNd|TensorScatter|Bincount|DenseBincount|SparseToDense|EspalierLookup(MatMul|Sum|SumGradient)$|EspalierSortLookups)/;
const divisions: ReadonlySet<string> = new Set([
  'Div',
  'FloorDiv',
  'FloorMod',
  'Mod',
  'RealDiv',
  'TruncateDiv',
]);
const float32 = 1;
const int32 = 3;

/** @param fusesUpdates whether ops of our own may update variables */
export function planStepGraph(pass: TracePass, { fusesUpdates }: { fusesUpdates: boolean }): StepGraph {
  const graph = new GraphDraft(pass.trace.nodes);
  readNarrowInputs(graph);
  const effects: Effect[] = [...pass.trace.updates];
  for (const variable of pass.variables) {
    if (variable.assigned === null) continue;
    effects.push({ node: addAssignment(graph, variable), variables: [variable.name] });
  }
  for (const effect of effects) copyFeeds(graph, effect);
  const outputs = Object.fromEntries(
    Object.entries(pass.outputs).map(([name, output]) => [name, fetchable(graph, output)]),
  );
  const cuts = pass.trace.cuts.map((cut) => ownMemory(graph, cut, Object.values(outputs)));
  const whatIsNeeded = () =>
    graph.ancestors([
      ...effects.map(({ node }) => node),
      ...Object.values(outputs),
      ...cuts.flatMap(({ from }) => from),
    ]);
  let needed = whatIsNeeded();
  const phases = phasesOf(graph, cuts);
  const readOf = new Map(pass.variables.map(({ name, read }) => [name, read]));
  orderWritesAfterReads(graph, needed, effects, readOf);
  orderWritesAfterChecks(graph, needed, effects, phases);
  const ancestors = effects.map(({ node }) => graph.ancestors([node]));
  const beforeChanges = new Set([...needed].filter((name) => ancestors.every((each) => each.has(name))));
  if (fusesUpdates) {
    const { variables, trace } = pass;
    // Waits may have moved an update into a later call.
    fuseUpdates(graph, { effects, variables, sums: trace.partSums, phases: phasesOf(graph, cuts) });
    needed = whatIsNeeded();
  }
  const kept = [...graph.nodes.values()].filter(({ name }) => needed.has(name));
  useBiasAdds(kept, pass.trace.biasAdds);
  const used = <T extends { readonly handle: string }>(all: Iterable<T>) =>
    [...all].filter(({ handle }) => needed.has(handle));
  return {
    nodes: kept,
    tables: used(pass.trace.tables.values()),
    variables: used(pass.variables),
    cuts,
    outputs,
    calls: planCalls({ graph, kept, cuts, effects, outputs, variables: pass.variables }),
    beforeChanges,
  };
}

function addAssignment(graph: GraphDraft, { handle, assigned, dtype, waits }: TracedVariable): string {
  const attr = { dtype: { type: dtype } };
  const input = [handle, assigned as string, ...waits];
  return graph.add({ name: `${handle}.assign`, op: 'AssignVariableOp', input, attr });
}

/** A variable takes what it is assigned without copying, and a feed's memory is not ours to keep. */
function copyFeeds(graph: GraphDraft, { node }: Effect): void {
  const { op, input, attr } = graph.find(node);
  const [, value = ''] = input;
  if (op !== 'AssignVariableOp' || !mayBeFeed(graph, value)) return;
  graph.replaceInput(node, value, addCopy(graph, `${node}.copy`, value, attr.dtype?.type ?? float32));
}

function addCopy(graph: GraphDraft, name: string, input: string, dtype: number): string {
  return graph.add({ name, op: 'DeepCopy', input: [input], attr: { T: { type: dtype } } });
}

/** TensorFlow does not give back what it is fed. */
function fetchable(graph: GraphDraft, { name, dtype }: TracedOutput): string {
  const { op } = graph.find(nodeOf(name));
  if (op !== 'Placeholder') return name;
  return graph.add({ name: `${name}.output`, op: 'Identity', input: [name], attr: { T: { type: dtype } } });
}

/** The reducer sums in the memory of what is summed: it must be nobody else's. */
function ownMemory(graph: GraphDraft, cut: Cut, outputs: readonly string[]): Cut {
  const { to, recordLength } = cut;
  const [from] = cut.from;
  const [sum, ...others] = to;
  if (recordLength !== undefined || from === undefined || sum === undefined || others.length > 0) return cut;
  const joined = graph.find(nodeOf(from)).op === 'ConcatV2' && graph.find(nodeOf(from)).input.length > 2;
  const shared = outputs.includes(from) || graph.users(nodeOf(from)).length > 0;
  return joined && !shared ? cut : { ...cut, from: [addCopy(graph, `${sum}.own`, from, float32)] };
}

/**
 * A write waits for all that uses what was read before it: then nobody holds the variable's memory any more, and
 * TensorFlow updates it in place instead of copying it first.
 */
function orderWritesAfterReads(
  graph: GraphDraft,
  needed: ReadonlySet<string>,
  effects: readonly Effect[],
  readOf: ReadonlyMap<string, string>,
): void {
  for (const { node, variables } of effects) {
    for (const name of variables) {
      const read = readOf.get(name);
      if (read === undefined || !needed.has(read)) continue;
      const after = graph.descendants(node);
      const users = graph.users(read).filter((user) => needed.has(user) && !after.has(user));
      graph.waitFor(node, [read, ...users]);
    }
  }
}

/**
 * Writes wait for what can fail because of the values that come in, so that such a failure finds them unwritten. Only
 * before the first cut: later it is too late.
 */
function orderWritesAfterChecks(
  graph: GraphDraft,
  needed: ReadonlySet<string>,
  effects: readonly Effect[],
  phases: ReadonlyMap<string, number>,
): void {
  const checks = [...graph.nodes.values()].filter(
    ({ name, op, attr }) =>
      needed.has(name) &&
      phases.get(name) === 0 &&
      (checksValues.test(op) || (divisions.has(op) && attr.T?.type === int32)),
  );
  for (const { node } of effects) {
    const after = graph.descendants(node);
    const before = graph.ancestors([node]);
    graph.waitFor(
      node,
      checks.map(({ name }) => name).filter((name) => !after.has(name) && !before.has(name)),
    );
  }
}
