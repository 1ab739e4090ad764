// Responsible for a graph while it is being made: its nodes, and who uses whose results.
// Leaves to others: what is added to it, and why.

import type { NodeMessage } from '../saved-model-format.js';

/** The node of an output or of a control input. */
export function nodeOf(output: string): string {
  // Without a regular expression: planning asks it of every input of a graph, again and again.
  const start = output.startsWith('^') ? 1 : 0;
  const end = output.indexOf(':', start);
  return output.slice(start, end < 0 ? undefined : end);
}

export class GraphDraft {
  readonly nodes = new Map<string, NodeMessage>();
  readonly #users = new Map<string, Set<string>>();

  /** Copies the nodes. */
  constructor(nodes: readonly NodeMessage[]) {
    for (const node of nodes) this.add({ ...node, input: [...node.input] });
  }

  /** Returns the node's name. */
  add(node: NodeMessage): string {
    if (this.nodes.has(node.name)) throw new RangeError(`The graph has a node "${node.name}" already`);
    this.nodes.set(node.name, node);
    for (const source of node.input) this.#use(nodeOf(source), node.name);
    return node.name;
  }

  find(name: string): NodeMessage {
    const node = this.nodes.get(name);
    if (node === undefined) throw new RangeError(`The recording has no node "${name}"`);
    return node;
  }

  /** Nodes that take a node's results or wait for it. */
  users(name: string): string[] {
    return [...(this.#users.get(name) ?? [])];
  }

  /** Makes a node run after others. */
  waitFor(name: string, others: readonly string[]): void {
    const node = this.find(name);
    for (const other of others) {
      const wait = `^${other}`;
      if (node.input.includes(wait)) continue;
      node.input.push(wait);
      this.#use(other, name);
    }
  }

  /** Another op under the name, for those who wait for it. */
  replace(node: NodeMessage): void {
    for (const source of this.find(node.name).input) this.#users.get(nodeOf(source))?.delete(node.name);
    this.nodes.delete(node.name);
    this.add(node);
  }

  replaceInput(name: string, from: string, to: string): void {
    const node = this.find(name);
    node.input = node.input.map((input) => (input === from ? to : input));
    if (!node.input.some((input) => nodeOf(input) === nodeOf(from)))
      this.#users.get(nodeOf(from))?.delete(name);
    this.#use(nodeOf(to), name);
  }

  /** The nodes of outputs and all that they depend on. */
  ancestors(outputs: readonly string[]): Set<string> {
    return reach(outputs.map(nodeOf), (name) => this.find(name).input.map(nodeOf));
  }

  /** A node and all that depends on it. */
  descendants(name: string): Set<string> {
    return reach([name], (each) => this.#users.get(each) ?? []);
  }

  #use(source: string, user: string): void {
    const users = this.#users.get(source);
    if (users === undefined) this.#users.set(source, new Set([user]));
    else users.add(user);
  }
}

/** All that `next` leads to from the roots, with them. */
export function reach(roots: Iterable<string>, next: (name: string) => Iterable<string>): Set<string> {
  const seen = new Set<string>();
  const stack = [...roots];
  for (let name = stack.pop(); name !== undefined; name = stack.pop()) {
    if (seen.has(name)) continue;
    seen.add(name);
    stack.push(...next(name));
  }
  return seen;
}
