// Responsible for what all fused optimizers share: finding variables, their state, one native op a variable in a trace.
// Leaves to others: each rule's formula.

import { Optimizer, type Tensor, type Variable } from '@tensorflow/tfjs-core';
import { TensorFlowError } from '../errors.js';
import type { TensorFlow } from '../node-backend.js';
import type { AttributeMessage } from '../saved-model-format.js';
import type { RowOps } from '../sparse/row-ops.js';
import { RowStorage } from '../sparse/row-storage.js';
import { type SparseTable, sparseTableOf } from '../sparse/sparse-table.js';
import type { RowGradient } from '../sparse/touched-rows.js';
import { type RowRule, updateTables } from '../sparse/update-tables.js';
import { type ActiveTrace, activeTrace } from '../trace/active-trace.js';
import { isUnnamed, namedVariables, variableEngine } from '../trace/step-variables.js';

const float32 = 1;

/**
 * An optimizer whose rule is one op of TensorFlow for each variable when it is compiled; eagerly the same formula runs
 * in tfjs's ops. State is kept in variables named `RULE/SLOT/VARIABLE`, such as `adam/m/dense/kernel`: one optimizer of
 * a rule for a variable.
 */
export abstract class FusedOptimizer extends Optimizer implements RowRule {
  /**
   * A number, or a scalar tensor: set it at the start of a step to an input of that step, for a schedule.
   * Numbers are frozen when a step is compiled.
   */
  learningRate: number | Tensor;
  protected readonly tf: TensorFlow;
  readonly #rule: string;
  readonly #slots = new Map<string, Variable>();
  readonly #rowSlots = new Map<string, RowStorage>();

  constructor(tf: TensorFlow, rule: string, learningRate: number | Tensor) {
    super();
    this.tf = tf;
    this.#rule = rule;
    this.learningRate = learningRate;
  }

  /** Called once an update, before its variables: what depends on the number of the update. */
  protected beginUpdate(): void {}
  /** The state that updates of a variable keep, by slot, made where it is not there yet. */
  protected stateOf(_variable: Variable): Readonly<Record<string, Variable>> {
    return {};
  }
  protected abstract applyInTrace(trace: ActiveTrace, variable: Variable, gradient: Tensor): void;
  protected abstract applyEagerly(variable: Variable, gradient: Tensor): void;

  /** The rule for the rows of a sparse table that a batch touches. */
  abstract applyToRows<R>(ops: RowOps<R>, table: RowStorage, gradient: RowGradient<R>): void;

  /** Makes the state of these variables, which else their first update makes, as it does for sparse tables: a pure step that makes none is traced once less. */
  makeState(variables: Iterable<Variable>): void {
    for (const variable of variables) {
      if (sparseTableOf(variable) === undefined) this.stateOf(variable);
    }
  }

  override applyGradients(gradients: Parameters<Optimizer['applyGradients']>[0]): void {
    const entries: [string, Tensor][] = Array.isArray(gradients)
      ? gradients.map(({ name, tensor }) => [name, tensor])
      : Object.entries(gradients);
    const { registeredVariables } = variableEngine(this.tf).state;
    this.tf.tidy(() => {
      this.beginUpdate();
      const tables: SparseTable[] = [];
      for (const [name, gradient] of entries) {
        if (gradient === null) continue;
        const variable = registeredVariables[name];
        if (variable === undefined) {
          throw new TensorFlowError(
            'state-mismatch',
            `${this.#rule}: there is no variable "${name}" to update`,
          );
        }
        const table = sparseTableOf(variable);
        if (table !== undefined) {
          tables.push(table);
          continue;
        }
        if (gradient.shape.join() !== variable.shape.join()) {
          throw new TensorFlowError(
            'shape-mismatch',
            `${this.#rule}: "${name}" is [${variable.shape}], and its gradient [${gradient.shape}]`,
          );
        }
        const trace = activeTrace();
        if (trace === undefined) this.applyEagerly(variable, gradient);
        else this.applyInTrace(trace, variable, gradient);
      }
      updateTables(this.tf, tables, this);
    });
    this.incrementIterations();
  }

  /** A state variable of the same shape as `variable`, made when it is first asked for. */
  protected slot(name: string, variable: Variable, initial = 0): Variable {
    const key = `${this.#rule}/${name}/${variable.name}`;
    return this.#variable(
      key,
      () => this.tf.fill(variable.shape, initial, 'float32'),
      () => this.#slotName(name, variable) ?? key,
    );
  }

  /** State rows for a sparse table, `RULE/SLOT/TABLE`. */
  protected rowSlot(name: string, { name: of, rows, width }: RowStorage, initial = 0): RowStorage {
    const full = `${this.#rule}/${name}/${of}`;
    const known = this.#rowSlots.get(full);
    if (known !== undefined) return known;
    const made = new RowStorage(this.tf, { name: full, rows, width }, initial);
    this.#rowSlots.set(full, made);
    return made;
  }

  /** A scalar for an op on rows. */
  protected rowScalar<R>(ops: RowOps<R>, value: number | Tensor): R {
    return typeof value === 'number' ? ops.float32(value) : ops.ofTensor(value);
  }

  /** The number of updates made, int32. */
  protected stepVariable(): Variable {
    return this.#variable(`${this.#rule}/step`, () => this.tf.scalar(0, 'int32'));
  }

  /** A scalar for an op of the graph. */
  protected scalar(trace: ActiveTrace, value: number | Tensor): string {
    return trace.nameOf(typeof value === 'number' ? this.tf.scalar(value) : value);
  }

  /** Attributes common to TensorFlow's training ops. */
  protected trainingAttributes(nesterov?: boolean): Record<string, AttributeMessage> {
    return {
      T: { type: float32 },
      use_locking: { b: false },
      ...(nesterov === undefined ? {} : { use_nesterov: { b: nesterov } }),
    };
  }

  /** Of a variable without a name of its own: tfjs's number for it differs from process to process. */
  #slotName(slot: string, { name }: Variable): string | undefined {
    if (!isUnnamed(name)) return undefined;
    const stable = namedVariables(this.tf).find(({ variable }) => variable.name === name)?.name;
    const full = `${this.#rule}/${slot}/${stable}`;
    return full in variableEngine(this.tf).state.registeredVariables ? undefined : full;
  }

  #variable(key: string, initial: () => Tensor, nameOf = () => key): Variable {
    const known = this.#slots.get(key);
    if (known !== undefined && !known.isDisposed) return known;
    const name = nameOf();
    if (name in variableEngine(this.tf).state.registeredVariables) {
      throw new TensorFlowError(
        'state-mismatch',
        `${this.#rule}: another optimizer keeps its state in "${name}" already; dispose of it, or use it again`,
      );
    }
    const made = this.tf.tidy(() => this.tf.variable(initial(), false, name));
    this.#slots.set(key, made);
    return made;
  }

  override getConfig() {
    return { learningRate: typeof this.learningRate === 'number' ? this.learningRate : null };
  }

  override dispose(): void {
    for (const variable of this.#slots.values()) variable.dispose();
    this.#slots.clear();
    for (const storage of this.#rowSlots.values()) storage.dispose();
    this.#rowSlots.clear();
    super.dispose();
  }
}
