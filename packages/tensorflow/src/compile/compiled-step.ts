// Responsible for running a compiled step: inputs in, outputs out, variables kept by TensorFlow.
// Leaves to others: tracing it, and what sums over the ranks.

import type { Collective } from '../collectives/collective.js';
import { TensorFlowError } from '../errors.js';
import type { Pointer } from '../native/c-api.js';
import type { GraphCall, GraphSession } from '../native/graph-session.js';
import { elementsOf, type NativeArray, readTensor } from '../native/native-tensor.js';
import type { TensorFlow } from '../node-backend.js';
import { CompiledTables } from '../sparse/compiled-tables.js';
import type { RowShape } from '../sparse/row-storage.js';
import type { Cut } from '../trace/trace.js';
import type { InputSpec } from '../trace/trace-pass.js';
import { CutExchange } from './cut-exchange.js';
import { deleteAll, InputFeed } from './input-feed.js';
import type { PlannedCall } from './plan-calls.js';
import { RuntimeVariables, type TensorValues } from './runtime-variables.js';
import type { StepGraph } from './step-graph.js';

export type { TensorValues } from './runtime-variables.js';

export interface CompiledParts {
  readonly tf: TensorFlow;
  readonly label: string;
  readonly graph: StepGraph;
  readonly session: GraphSession;
  readonly inputs: Readonly<Record<string, InputSpec>>;
  readonly collective: Collective | null;
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
  readonly #tf: TensorFlow;
  readonly #label: string;
  readonly #session: GraphSession;
  readonly #cuts: readonly Cut[];
  readonly #exchange: CutExchange;
  readonly #beforeChanges: ReadonlySet<string>;
  readonly #calls: readonly { readonly plan: PlannedCall; readonly call: GraphCall }[];
  readonly #feeds = new Map<string, InputFeed>();
  readonly #variables: RuntimeVariables;
  readonly #outputs: readonly (readonly [name: string, output: string])[];
  readonly #tables: CompiledTables;
  /** Whether a call may wait for other ranks. */
  readonly #isInGraph: boolean;
  #running = false;
  #disposed = false;

  constructor({ tf, label, graph, session, inputs, collective }: CompiledParts) {
    this.#tf = tf;
    this.#label = label;
    this.#session = session;
    this.#cuts = graph.cuts;
    this.#isInGraph = collective?.kind === 'graph';
    this.#exchange = new CutExchange(label, collective);
    this.#beforeChanges = graph.beforeChanges;
    this.#calls = graph.calls.map((plan) => ({ plan, call: session.prepare(plan) }));
    for (const [name, spec] of Object.entries(inputs)) {
      this.#feeds.set(`input/${name}`, new InputFeed(name, spec));
    }
    this.#variables = new RuntimeVariables(session, graph.variables);
    this.#tables = new CompiledTables(session, graph.tables, label);
    this.variableNames = [...this.#variables.names, ...this.tables.map(({ name }) => name)];
    this.#outputs = Object.entries(graph.outputs);
    this.#variables.push();
  }

  /**
   * Runs the step once. The event loop goes on meanwhile.
   * @throws TensorFlowError 'shape-mismatch' for inputs that do not fit, all at once; 'step-aborted' when a peer is lost;
   *   'op-failed' with TensorFlow's message, which names the op. Both say whether variables may have changed.
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
    if (only === undefined || others.length > 0 || this.#isInGraph) {
      throw new TensorFlowError('unsupported', `${this.#label} waits for other ranks: call run()`);
    }
    this.#refuseUnlessIdle();
    this.#writeFeeds(inputs);
    const feeds = only.plan.feeds.map((name) => this.#feed(name, undefined));
    const { tensors } = this.#tellingChanges(0, () => only.call.runSync(feeds));
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
    this.#refuseUnlessIdle();
    return this.#tables.read(name, first, count);
  }

  /** Replaces rows of a sparse table from `first` on; copies. @throws TensorFlowError 'state-mismatch' */
  writeRows(name: string, first: number, values: Float32Array): void {
    this.#refuseUnlessIdle();
    this.#tables.write(name, first, values);
  }

  /**
   * Copies of all variables by name, or of those named, sparse tables among them: for large ones there is `readRows`. Names that the
   * step does not have are left out.
   */
  readVariables(names: readonly string[] = this.variableNames): Map<string, TensorValues> {
    this.#refuseUnlessIdle();
    const wanted = new Set(names);
    const values = this.#variables.read(this.#variables.names.filter((name) => wanted.has(name)));
    for (const { name, rows, width } of this.tables) {
      if (wanted.has(name))
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
    this.#refuseUnlessIdle();
    const tables = new Map(this.tables.map(({ name, rows, width }) => [name, [rows, width]]));
    const problems = [...values].flatMap(([name, value]) => {
      const table = tables.get(name);
      if (table === undefined) return this.#variables.problem(name, value) ?? [];
      const { shape, values: array } = value;
      const fits = table.join() === shape.join() && array.length === elementsOf(table);
      if (!fits) return [`"${name}" is [${table}], not [${shape}] with ${array.length} values`];
      return array instanceof Float32Array ? [] : [`"${name}" is of float32`];
    });
    if (problems.length > 0) {
      throw new TensorFlowError('state-mismatch', `${this.#label}: ${problems.join('; ')}`);
    }
    this.#variables.write(new Map([...values].filter(([name]) => this.#variables.has(name))));
    for (const [name, { values: rows }] of values) {
      if (!this.#variables.has(name)) this.#tables.write(name, 0, rows as Float32Array);
    }
  }

  /**
   * Copies the variables back to those of tfjs that they started from, the optimizer's among them: to evaluate or save a
   * model, or to train it further eagerly. Variables that were disposed of since, and sparse tables, are left out.
   */
  pullVariables(): void {
    this.#refuseUnlessIdle();
    this.#variables.pull(this.#tf);
  }

  /** Frees the graph, the variables and the session. A second call does nothing. @throws TensorFlowError 'busy' */
  dispose(): void {
    if (this.#disposed) return;
    this.#refuseUnlessIdle();
    this.#session.dispose();
    this.#disposed = true;
    // What it reads as well.
    if (this.#session.isAbandoned) return;
    for (const feed of this.#feeds.values()) feed.dispose();
    this.#exchange.dispose();
  }

  async #run(inputs: Readonly<Record<string, NativeArray>>, trace: boolean) {
    this.#refuseUnlessIdle();
    this.#writeFeeds(inputs);
    const fetched = new Map<string, Pointer>();
    const metadata: Uint8Array[] = [];
    this.#running = true;
    try {
      for (const [index, { plan, call }] of this.#calls.entries()) {
        const feeds = plan.feeds.map((name) => this.#feed(name, fetched));
        const outcome = await call.run(feeds, { trace }).catch((thrown) => this.#tellChanges(index, thrown));
        for (const [at, name] of plan.fetches.entries()) fetched.set(name, outcome.tensors[at] as Pointer);
        if (outcome.metadata !== undefined) metadata.push(outcome.metadata);
        const cut = this.#cuts[index];
        if (cut !== undefined) await this.#exchange.run(cut, fetched);
      }
      return { outputs: this.#readOutputs(fetched), metadata };
    } finally {
      this.#running = false;
      deleteAll(fetched.values());
    }
  }

  #tellingChanges<T>(call: number, body: () => T): T {
    try {
      return body();
    } catch (thrown) {
      return this.#tellChanges(call, thrown);
    }
  }

  /** Whoever goes on after a failure must know whether the variables are still what they were. */
  #tellChanges(call: number, thrown: unknown): never {
    if (!(thrown instanceof TensorFlowError)) throw thrown;
    const failed = [...thrown.message.matchAll(/\{\{node ([^}\s]+)\}\}/g)].map(([, name = '']) => name);
    const unchanged =
      call === 0 && failed.length > 0 && failed.every((name) => this.#beforeChanges.has(name));
    const state = unchanged
      ? 'The variables are as they were before this call.'
      : 'Some variables may have changed already: write them back before going on.';
    throw new TensorFlowError(thrown.code, `${thrown.message}\n${state}`, { cause: thrown });
  }

  #feed(name: string, fetched: ReadonlyMap<string, Pointer> | undefined): Pointer {
    const tensor = fetched?.get(name) ?? this.#feeds.get(name)?.tensor ?? this.#exchange.tensor(name);
    if (tensor === undefined) throw new RangeError(`Nothing feeds "${name}"`);
    return tensor;
  }

  #writeFeeds(inputs: Readonly<Record<string, NativeArray>>): void {
    const problems = [...this.#feeds.values()].flatMap((feed) => feed.problem(inputs[feed.name]) ?? []);
    for (const name of Object.keys(inputs)) {
      if (!this.#feeds.has(`input/${name}`)) problems.push(`there is no input "${name}"`);
    }
    if (problems.length > 0) {
      throw new TensorFlowError('shape-mismatch', `${this.#label}: ${problems.join('; ')}`);
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

  #refuseUnlessIdle(): void {
    if (this.#disposed) throw new TensorFlowError('disposed', `${this.#label} was disposed`);
    if (this.#running) throw new TensorFlowError('busy', `${this.#label} runs: wait for the call before`);
  }
}
