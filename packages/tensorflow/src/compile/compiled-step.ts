// Responsible for running a compiled step: inputs in, outputs out, variables kept by TensorFlow.
// Leaves to others: tracing it, and what sums over the ranks.

import type { Collective } from '../collectives/collective.js';
import { gatherFloats } from '../collectives/gather-floats.js';
import { TensorFlowError } from '../errors.js';
import { cApi, type Pointer } from '../native/c-api.js';
import type { GraphCall, GraphSession } from '../native/graph-session.js';
import {
  elementsOf,
  type NativeArray,
  type NativeDtype,
  nativeDtypes,
  readTensor,
  tensorOf,
  viewFloats,
} from '../native/native-tensor.js';
import { CompiledTables } from '../sparse/compiled-tables.js';
import type { RowShape } from '../sparse/row-storage.js';
import type { Cut } from '../trace/trace.js';
import type { InputSpec } from '../trace/trace-pass.js';
import { deleteAll, InputFeed } from './input-feed.js';
import type { PlannedCall, StepGraph } from './step-graph.js';

/** A tensor's values, row-major. */
export interface TensorValues {
  readonly shape: readonly number[];
  readonly values: NativeArray;
}

export interface CompiledParts {
  readonly label: string;
  readonly graph: StepGraph;
  readonly session: GraphSession;
  readonly inputs: Readonly<Record<string, InputSpec>>;
  readonly collective: Collective | null;
}

interface Variable {
  readonly shape: readonly number[];
  readonly dtype: NativeDtype;
  readonly read: GraphCall;
  readonly write: GraphCall;
}

export type StepOutputs = Readonly<Record<string, TensorValues>>;

/**
 * A step as native calls.
 *
 * - One call at a time.
 * - `run` reads the inputs' arrays until it settles; they may be written again afterwards. An array that begins at a
 *   multiple of 64 bytes in memory is read where it lies, others are copied.
 */
export class CompiledStep {
  /** Names of the variables that the step uses, optimizer state among them, in the order of their making. */
  readonly variableNames: readonly string[];
  readonly #parts: CompiledParts;
  readonly #calls: readonly { readonly plan: PlannedCall; readonly call: GraphCall }[];
  readonly #feeds = new Map<string, InputFeed>();
  readonly #variables = new Map<string, Variable>();
  readonly #outputs: readonly (readonly [name: string, output: string])[];
  readonly #tables: CompiledTables;
  #disposed = false;

  constructor(parts: CompiledParts) {
    const { graph, session, inputs } = parts;
    this.#parts = parts;
    this.#calls = graph.calls.map((plan) => ({ plan, call: session.prepare(plan) }));
    for (const [name, spec] of Object.entries(inputs)) {
      this.#feeds.set(`input/${name}`, new InputFeed(name, spec));
    }
    for (const { name, shape, dtype, handle } of graph.variables) {
      this.#variables.set(name, {
        shape,
        dtype:
          dtype === nativeDtypes.float32.number
            ? 'float32'
            : dtype === nativeDtypes.int32.number
              ? 'int32'
              : 'bool',
        read: session.prepare({ feeds: [], fetches: [`${handle}/checkpoint_read`], targets: [] }),
        write: session.prepare({
          feeds: [`${handle}/restore_value`],
          fetches: [],
          targets: [`${handle}/restore`],
        }),
      });
    }
    this.#tables = new CompiledTables(session, graph.tables, parts.label);
    this.variableNames = [...this.#variables.keys(), ...this.tables.map(({ name }) => name)];
    this.#outputs = Object.entries(graph.outputs);
  }

  /**
   * Runs the step once. The event loop goes on meanwhile.
   * @throws TensorFlowError 'shape-mismatch' for inputs that do not fit, all at once; 'step-aborted' when a peer is lost;
   *   'op-failed' with TensorFlow's message
   */
  async run(inputs: Readonly<Record<string, NativeArray>>): Promise<StepOutputs> {
    return (await this.#run(inputs, false)).outputs;
  }

  /**
   * The same on the calling thread, for steps of less than a few milliseconds: an asynchronous call costs 35 µs.
   * @throws TensorFlowError 'unsupported' for a step that waits for other ranks
   */
  runSync(inputs: Readonly<Record<string, NativeArray>>): StepOutputs {
    const [only, ...others] = this.#calls;
    if (only === undefined || others.length > 0) {
      throw new TensorFlowError('unsupported', `${this.#parts.label} waits for other ranks: call run()`);
    }
    this.#writeFeeds(inputs);
    const { tensors } = only.call.runSync(only.plan.feeds.map((name) => this.#feed(name, undefined)));
    const fetched = new Map(only.plan.fetches.map((name, index) => [name, tensors[index] as Pointer]));
    try {
      return this.#readOutputs(fetched);
    } finally {
      deleteAll(fetched.values());
    }
  }

  /** Runs the step once and returns, for each native call, a serialized RunMetadata with the time of every node. */
  async runTraced(
    inputs: Readonly<Record<string, NativeArray>>,
  ): Promise<{ outputs: StepOutputs; metadata: readonly Uint8Array[] }> {
    return this.#run(inputs, true);
  }

  /** Sparse tables that the step uses, and their optimizer's rows. */
  get tables(): readonly RowShape[] {
    return this.#tables.shapes;
  }

  /**
   * Copies of rows of a sparse table: float32 [count, width], row-major.
   * @throws TensorFlowError 'state-mismatch' for a table or rows that the step does not have
   */
  readRows(name: string, first: number, count: number): Float32Array {
    this.#refuseDisposed();
    return this.#tables.read(name, first, count);
  }

  /** Replaces rows of a sparse table from `first` on; copies. @throws TensorFlowError 'state-mismatch' */
  writeRows(name: string, first: number, values: Float32Array): void {
    this.#refuseDisposed();
    this.#tables.write(name, first, values);
  }

  /** Copies of all variables by name, sparse tables among them: for large ones there is `readRows`. */
  readVariables(): Map<string, TensorValues> {
    this.#refuseDisposed();
    const values = new Map<string, TensorValues>();
    for (const [name, { read }] of this.#variables) {
      const [tensor] = read.runSync([]).tensors;
      if (tensor === undefined) throw new RangeError(`Variable "${name}" gave no value`);
      values.set(name, readTensor(tensor));
      cApi().TF_DeleteTensor(tensor);
    }
    for (const { name, rows, width } of this.tables) {
      values.set(name, { shape: [rows, width], values: this.#tables.read(name, 0, rows) });
    }
    return values;
  }

  /**
   * Replaces variables by name; copies. Others keep their values.
   * @throws TensorFlowError 'state-mismatch' for names or shapes that the step does not have, all at once; nothing is
   *   written then
   */
  writeVariables(values: ReadonlyMap<string, TensorValues>): void {
    this.#refuseDisposed();
    const tables = this.tables.map(
      ({ name, rows, width }) => [name, { shape: [rows, width], dtype: 'float32' as const }] as const,
    );
    const known = new Map<string, Pick<Variable, 'shape' | 'dtype'>>([...this.#variables, ...tables]);
    const problems = [...values].flatMap(([name, { shape, values: array }]) => {
      const variable = known.get(name);
      if (variable === undefined) return [`there is no variable "${name}"`];
      if (variable.shape.join() !== shape.join() || array.length !== elementsOf(shape)) {
        return [`"${name}" is [${variable.shape}], not [${shape}] with ${array.length} values`];
      }
      if (!(array instanceof nativeDtypes[variable.dtype].array))
        return [`"${name}" is of ${variable.dtype}`];
      return [];
    });
    if (problems.length > 0) {
      throw new TensorFlowError('state-mismatch', `${this.#parts.label}: ${problems.join('; ')}`);
    }
    for (const [name, { shape, values: array }] of values) {
      const variable = this.#variables.get(name);
      if (variable === undefined) {
        this.#tables.write(name, 0, array as Float32Array);
        continue;
      }
      const tensor = tensorOf(cApi(), variable.dtype, shape, array);
      try {
        variable.write.runSync([tensor]);
      } finally {
        cApi().TF_DeleteTensor(tensor);
      }
    }
  }

  /** Frees the graph, the variables and the session. A second call does nothing. */
  dispose(): void {
    if (this.#disposed) return;
    this.#parts.session.dispose();
    this.#disposed = true;
    for (const feed of this.#feeds.values()) feed.dispose();
  }

  async #run(inputs: Readonly<Record<string, NativeArray>>, trace: boolean) {
    this.#writeFeeds(inputs);
    const fetched = new Map<string, Pointer>();
    const metadata: Uint8Array[] = [];
    const { cuts } = this.#parts.graph;
    try {
      for (const [index, { plan, call }] of this.#calls.entries()) {
        const outcome = await call.run(
          plan.feeds.map((name) => this.#feed(name, fetched)),
          { trace },
        );
        for (const [at, name] of plan.fetches.entries()) fetched.set(name, outcome.tensors[at] as Pointer);
        if (outcome.metadata !== undefined) metadata.push(outcome.metadata);
        const cut = cuts[index];
        if (cut !== undefined) await this.#reduce(cut, fetched);
      }
      return { outputs: this.#readOutputs(fetched), metadata };
    } finally {
      deleteAll(fetched.values());
    }
  }

  /** Sums in the fetched tensor's own memory, which then is the next call's feed. */
  async #reduce({ from, to, recordLength }: Cut, fetched: Map<string, Pointer>): Promise<void> {
    const tensor = fetched.get(from);
    const { collective, label } = this.#parts;
    if (tensor === undefined || collective?.kind !== 'host') {
      throw new TensorFlowError('unsupported', `${label} has no reducer to sum over ranks with`);
    }
    if (recordLength !== undefined) {
      const all = await gatherFloats(collective.reducer, viewFloats(tensor));
      fetched.set(to, tensorOf(cApi(), 'float32', [all.length / recordLength, recordLength], all));
      return;
    }
    await collective.reducer.allReduceSum(viewFloats(tensor));
    fetched.delete(from);
    fetched.set(to, tensor);
  }

  #feed(name: string, fetched: ReadonlyMap<string, Pointer> | undefined): Pointer {
    const tensor = fetched?.get(name) ?? this.#feeds.get(name)?.tensor;
    if (tensor === undefined) throw new RangeError(`Nothing feeds "${name}"`);
    return tensor;
  }

  #writeFeeds(inputs: Readonly<Record<string, NativeArray>>): void {
    this.#refuseDisposed();
    const problems = [...this.#feeds.values()].flatMap((feed) => feed.problem(inputs[feed.name]) ?? []);
    for (const name of Object.keys(inputs)) {
      if (!this.#feeds.has(`input/${name}`)) problems.push(`there is no input "${name}"`);
    }
    if (problems.length > 0) {
      throw new TensorFlowError('shape-mismatch', `${this.#parts.label}: ${problems.join('; ')}`);
    }
    for (const feed of this.#feeds.values()) feed.set(inputs[feed.name] as NativeArray);
  }

  #readOutputs(fetched: ReadonlyMap<string, Pointer>): StepOutputs {
    return Object.fromEntries(
      this.#outputs.map(([name, output]) => {
        const tensor = fetched.get(output);
        if (tensor === undefined) throw new RangeError(`Output "${name}" was not fetched`);
        return [name, readTensor(tensor)];
      }),
    );
  }

  #refuseDisposed(): void {
    if (this.#disposed) throw new TensorFlowError('disposed', `${this.#parts.label} was disposed`);
  }
}
