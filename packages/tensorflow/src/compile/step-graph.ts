// Responsible for making a recording into a graph and the native calls that run it: what is not needed goes, writes
// come after reads, and a step that waits for other ranks falls into one call before each wait and one after.
// Leaves to others: running the calls.

import type { NodeMessage } from '../saved-model-format.js';
import type { TracedRows } from '../sparse/traced-row-ops.js';
import type { Cut } from '../trace/trace.js';
import type { TracedVariable, TracePass } from '../trace/trace-pass.js';
import { useBiasAdds } from './bias-adds.js';

export interface PlannedCall {
  readonly feeds: readonly string[];
  readonly fetches: readonly string[];
  readonly targets: readonly string[];
}

export interface StepGraph {
  readonly nodes: readonly NodeMessage[];
  /** The calls of one step, in their order. Feeds and fetches of one name in two calls are the same tensor, handed on. */
  readonly calls: readonly PlannedCall[];
  /** For each call but the last: the output that it gives to be summed, and the feed that takes the sum. */
  readonly cuts: readonly Cut[];
  readonly outputs: Readonly<Record<string, string>>;
  /** Sparse tables that the step uses, and their optimizers' rows. */
  readonly tables: readonly TracedRows[];
  /** Variables that the step uses. */
  readonly variables: readonly TracedVariable[];
}

/** Ops whose result may be their input's own memory. */
const aliases: ReadonlySet<string> = new Set([
  'Identity',
  'Reshape',
  'ExpandDims',
  'Squeeze',
  'StopGradient',
]);

const nodeOf = (output: string) => output.replace(/^\^/, '').split(':', 1)[0] ?? output;

export function planStepGraph(pass: TracePass): StepGraph {
  const nodes = new Map(pass.trace.nodes.map((node) => [node.name, { ...node, input: [...node.input] }]));
  const find = (name: string): NodeMessage => {
    const node = nodes.get(name);
    if (node === undefined) throw new RangeError(`The recording has no node "${name}"`);
    return node;
  };
  const effects: { node: string; variables: readonly string[] }[] = [...pass.trace.updates];
  for (const variable of pass.variables) {
    if (variable.assigned === null) continue;
    effects.push({ node: addAssignment(nodes, find, variable), variables: [variable.name] });
  }
  const outputs = Object.fromEntries(
    Object.entries(pass.outputs).map(([name, output]) => [name, output.name]),
  );
  const needed = reachable(find, [
    ...effects.map(({ node }) => node),
    ...Object.values(outputs),
    ...pass.trace.cuts.map(({ from }) => from),
  ]);
  orderWritesAfterReads(nodes, needed, effects, pass.variables);
  const kept = [...nodes.values()].filter(({ name }) => needed.has(name));
  useBiasAdds(kept, pass.trace.biasAdds);
  const variables = pass.variables.filter(({ handle }) => needed.has(handle));
  const tables = [...pass.trace.tables.values()].filter(({ handle }) => needed.has(handle));
  return { nodes: kept, tables, ...planCalls(pass, find, kept, effects, outputs), outputs, variables };
}

function addAssignment(
  nodes: Map<string, NodeMessage>,
  find: (name: string) => NodeMessage,
  { name, handle, assigned, dtype }: TracedVariable,
): string {
  let value = assigned as string;
  let origin = find(nodeOf(value));
  while (aliases.has(origin.op)) origin = find(nodeOf(origin.input[0] ?? ''));
  if (origin.op === 'Placeholder') {
    // A variable takes what it is assigned without copying, and a feed's memory is not ours to keep.
    const copy = { name: `${handle}/copy`, op: 'DeepCopy', input: [value], attr: { T: { type: dtype } } };
    nodes.set(copy.name, copy);
    value = copy.name;
  }
  const node = {
    name: `${handle}/assign`,
    op: 'AssignVariableOp',
    input: [handle, value],
    attr: { dtype: { type: dtype } },
  };
  if (nodes.has(node.name)) throw new RangeError(`Variable "${name}" is assigned twice`);
  nodes.set(node.name, node);
  return node.name;
}

function reachable(find: (name: string) => NodeMessage, roots: readonly string[]): Set<string> {
  const seen = new Set<string>();
  const stack = roots.map(nodeOf);
  for (let name = stack.pop(); name !== undefined; name = stack.pop()) {
    if (seen.has(name)) continue;
    seen.add(name);
    stack.push(...find(name).input.map(nodeOf));
  }
  return seen;
}

/**
 * A write waits for all that uses what was read before it: then nobody holds the variable's memory any more, and
 * TensorFlow updates it in place instead of copying it first.
 */
function orderWritesAfterReads(
  nodes: Map<string, NodeMessage>,
  needed: ReadonlySet<string>,
  effects: readonly { node: string; variables: readonly string[] }[],
  variables: readonly TracedVariable[],
): void {
  const readOf = new Map(variables.map(({ name, read }) => [name, read]));
  const users = new Map<string, string[]>();
  for (const { name, input } of nodes.values()) {
    if (!needed.has(name)) continue;
    for (const source of input) users.set(nodeOf(source), [...(users.get(nodeOf(source)) ?? []), name]);
  }
  for (const { node, variables: written } of effects) {
    const write = nodes.get(node);
    if (write === undefined) continue;
    for (const name of written) {
      const read = readOf.get(name);
      if (read === undefined || !needed.has(read)) continue;
      const ancestors = dependents(users, node);
      const waits = [read, ...(users.get(read) ?? [])].filter((user) => !ancestors.has(user));
      write.input.push(...waits.map((user) => `^${user}`));
    }
  }
}

/** A node and all that depends on it. */
function dependents(users: ReadonlyMap<string, readonly string[]>, node: string): Set<string> {
  const seen = new Set<string>();
  const stack = [node];
  for (let name = stack.pop(); name !== undefined; name = stack.pop()) {
    if (seen.has(name)) continue;
    seen.add(name);
    stack.push(...(users.get(name) ?? []));
  }
  return seen;
}

function planCalls(
  pass: TracePass,
  find: (name: string) => NodeMessage,
  kept: readonly NodeMessage[],
  effects: readonly { node: string; variables: readonly string[] }[],
  outputs: Readonly<Record<string, string>>,
): Pick<StepGraph, 'calls' | 'cuts'> {
  const { cuts } = pass.trace;
  const phaseOfCut = new Map(cuts.map(({ to }, index) => [nodeOf(to), index + 1]));
  const phases = new Map<string, number>();
  const phaseOf = (name: string): number => {
    const known = phases.get(name);
    if (known !== undefined) return known;
    phases.set(name, 0);
    const own = phaseOfCut.get(name) ?? 0;
    const phase = Math.max(own, ...find(name).input.map((source) => phaseOf(nodeOf(source))));
    phases.set(name, phase);
    return phase;
  };
  for (const { name } of kept) phaseOf(name);
  const names = new Set(kept.map(({ name }) => name));
  const firstWrite = new Map<string, number>();
  for (const { node, variables } of effects) {
    for (const name of variables) {
      firstWrite.set(name, Math.min(firstWrite.get(name) ?? Number.POSITIVE_INFINITY, phaseOf(node)));
    }
  }
  const variableOfRead = new Map(pass.variables.map(({ name, read }) => [read, name]));
  /** Whether a call may run a node again that an earlier one ran: it costs nothing and gives the same. */
  const repeatable = (node: NodeMessage, phase: number): boolean => {
    if (node.op === 'Const' || node.op === 'VarHandleOp') return true;
    const variable = variableOfRead.get(node.name);
    return variable !== undefined && (firstWrite.get(variable) ?? phase) >= phase;
  };
  const calls = Array.from({ length: cuts.length + 1 }, () => ({
    feeds: new Set<string>(),
    fetches: new Set<string>(),
    targets: new Set<string>(),
  }));
  const call = (phase: number) => calls[phase] as (typeof calls)[number];
  for (const { node } of effects) if (names.has(node)) call(phaseOf(node)).targets.add(node);
  for (const output of Object.values(outputs)) call(phaseOf(nodeOf(output))).fetches.add(output);
  for (const [index, { from, to }] of cuts.entries()) {
    call(index).fetches.add(from);
    call(index + 1).feeds.add(to);
  }
  for (const node of kept) {
    const phase = phaseOf(node.name);
    // What ran in an earlier call needs no waiting for.
    node.input = node.input.filter(
      (source) =>
        !source.startsWith('^') || phaseOf(nodeOf(source)) === phase || variableOfRead.has(nodeOf(source)),
    );
    if (variableOfRead.has(node.name) || node.op === 'Const') continue;
    for (const source of node.input) {
      const origin = find(nodeOf(source));
      if (origin.op === 'Placeholder') call(phase).feeds.add(origin.name);
      else if (!source.startsWith('^') && phaseOf(origin.name) < phase && !repeatable(origin, phase)) {
        call(phaseOf(origin.name)).fetches.add(source);
        call(phase).feeds.add(source);
      }
    }
  }
  return {
    cuts,
    calls: calls.map(({ feeds, fetches, targets }) => ({
      feeds: [...feeds],
      fetches: [...fetches],
      targets: [...targets],
    })),
  };
}
