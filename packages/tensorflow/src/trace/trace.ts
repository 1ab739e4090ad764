// Responsible for one recording: the nodes of a graph, and which of them made which tensor.
// Leaves to others: what to record (the tracing binding), and what becomes of the nodes.

import { TensorFlowError } from '../errors.js';
import type { NodeMessage } from '../saved-model-format.js';
import type { TracedRows } from '../sparse/traced-row-ops.js';

/** An output of a recorded node. */
export interface TracedOutput {
  /** `node` or `node:output`. */
  readonly name: string;
  readonly shape: readonly number[];
  readonly dtype: number;
  /** Made of constants alone: reading it back during the trace is faithful. */
  readonly constant: boolean;
}

/** Where a step's calculation waits for the other ranks. */
export interface Cut {
  /** Outputs that leave this rank, as one vector behind each other: several only where parts come back. */
  readonly from: readonly string[];
  /** Placeholders that take what comes back: the sum, or the parts of all ranks in rank order, for the graph to sum. */
  readonly to: readonly string[];
  /** Given: no sum, but records of so many floats, of all ranks behind each other. */
  readonly recordLength?: number;
}

/** A change of a variable that a node makes in place. */
export interface InPlaceUpdate {
  readonly node: string;
  readonly variables: readonly string[];
}

export class Trace {
  readonly nodes: NodeMessage[] = [];
  /** Additions of a row to a matrix. */
  readonly biasAdds = new Set<string>();
  /** Additions of the ranks' parts, of one shape. */
  readonly partSums = new Set<string>();
  readonly cuts: Cut[] = [];
  readonly updates: InPlaceUpdate[] = [];
  /** Rows of sparse tables and of their optimizers' state, by name. */
  readonly tables = new Map<string, TracedRows>();
  readonly #outputs = new Map<number, TracedOutput>();
  readonly #counts = new Map<string, number>();
  readonly #names = new Set<string>();
  #refusal: TensorFlowError | undefined;

  /** Why the step can't be compiled, if it can't: the first reason found, even if the step caught its error. */
  get refusal(): TensorFlowError | undefined {
    return this.#refusal;
  }

  /** Notes that the step can't be compiled. The error is to be thrown where the step's own code can be stopped. */
  refuse(reason: string): TensorFlowError {
    const refusal = new TensorFlowError('not-compilable', reason);
    this.#refusal ??= refusal;
    return refusal;
  }

  /** Adds a node under a name of its own that starts with its op's. */
  add(op: string, attr: NodeMessage['attr'], input: readonly string[], hint = op): string {
    let name: string;
    do {
      const count = this.#counts.get(hint) ?? 0;
      this.#counts.set(hint, count + 1);
      name = count === 0 ? hint : `${hint}_${count}`;
    } while (this.#names.has(name));
    this.#names.add(name);
    this.nodes.push({ name, op, input: [...input], attr });
    return name;
  }

  /** Says which output a tensor of the addon's is. */
  bind(tensorId: number, output: TracedOutput): void {
    this.#outputs.set(tensorId, output);
  }

  /** Undefined for a tensor from before the trace. */
  find(tensorId: number): TracedOutput | undefined {
    return this.#outputs.get(tensorId);
  }
}
