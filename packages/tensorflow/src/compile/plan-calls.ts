// Responsible for the native calls that run a graph: a step that waits for other ranks falls into one call before each
// wait and one after.
// Leaves to others: running the calls.

import type { NodeMessage } from '../saved-model-format.js';
import type { Cut } from '../trace/trace.js';
import type { TracedVariable } from '../trace/trace-pass.js';
import { type GraphDraft, nodeOf } from './graph-draft.js';

/** Feeds and fetches of one name in two calls are the same tensor, handed on. */
export interface PlannedCall {
  readonly feeds: readonly string[];
  readonly fetches: readonly string[];
  readonly targets: readonly string[];
}

/** A node that changes variables. */
export interface Effect {
  readonly node: string;
  readonly variables: readonly string[];
}

/** The number of the call that runs each node: as many as there are cuts before it. */
export function phasesOf(graph: GraphDraft, cuts: readonly Cut[]): ReadonlyMap<string, number> {
  const phaseOfCut = new Map(cuts.flatMap(({ to }, index) => to.map((name) => [nodeOf(name), index + 1])));
  const phases = new Map<string, number>();
  for (const { name: wanted } of graph.nodes.values()) {
    // Without recursion: a network may be deep.
    const stack = [wanted];
    for (let name = stack.at(-1); name !== undefined; name = stack.at(-1)) {
      const sources = graph.find(name).input.map(nodeOf);
      const open = phases.has(name) ? [] : sources.filter((source) => !phases.has(source));
      if (open.length > 0) {
        stack.push(...open);
        continue;
      }
      stack.pop();
      const inherited = sources.map((source) => phases.get(source) ?? 0);
      phases.set(name, Math.max(phaseOfCut.get(name) ?? 0, ...inherited));
    }
  }
  return phases;
}

export interface CallPlanning {
  readonly graph: GraphDraft;
  readonly kept: readonly NodeMessage[];
  readonly cuts: readonly Cut[];
  readonly effects: readonly Effect[];
  readonly outputs: Readonly<Record<string, string>>;
  readonly variables: readonly TracedVariable[];
}

/** Also takes from nodes the waiting for what an earlier call has run. */
export function planCalls({ graph, kept, cuts, effects, outputs, variables }: CallPlanning): PlannedCall[] {
  const phases = phasesOf(graph, cuts);
  const phaseOf = (name: string) => phases.get(name) ?? 0;
  const names = new Set(kept.map(({ name }) => name));
  const firstWrite = new Map<string, number>();
  for (const { node, variables: written } of effects) {
    for (const name of written) {
      firstWrite.set(name, Math.min(firstWrite.get(name) ?? Number.POSITIVE_INFINITY, phaseOf(node)));
    }
  }
  const variableOfRead = new Map(variables.map(({ name, read }) => [read, name]));
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
    for (const name of from) call(phaseOf(nodeOf(name))).fetches.add(name);
    for (const name of to) call(index + 1).feeds.add(name);
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
      const origin = graph.find(nodeOf(source));
      if (origin.op === 'Placeholder') call(phase).feeds.add(origin.name);
      else if (!source.startsWith('^') && phaseOf(origin.name) < phase && !repeatable(origin, phase)) {
        call(phaseOf(origin.name)).fetches.add(source);
        call(phase).feeds.add(source);
      }
    }
  }
  return calls.map(({ feeds, fetches, targets }) => ({
    feeds: [...feeds],
    fetches: [...fetches],
    targets: [...targets],
  }));
}
