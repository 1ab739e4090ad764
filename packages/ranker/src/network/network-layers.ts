/**
 * What architectures are made of: the network's inputs, layers over them, mixtures of experts, and heads.
 * Leaves which of them there are to `architectures/`, and what inputs and logits are to `apply-network.ts`.
 */
import type { NetworkConfig } from './network-config.js';
import type { NetworkOps, ParameterSpec } from './network-ops.js';
import { parameterNames } from './parameter-names.js';

/** A matrix [rows, width]. */
interface Matrix<Value> {
  readonly value: Value;
  readonly width: number;
}

/** What a layer takes. */
export interface Signal<Value> extends Matrix<Value> {
  /**
   * The dense features beside `value`, in the network's inputs where it has any. They have kernels of their own: two products instead
   * of one over joined inputs, since joining copies all embeddings, and so does its gradient.
   */
  readonly dense: Matrix<Value> | null;
}

/** The logits of some tasks, and the output layer that they come from. */
export interface Head<Value> {
  /** Prefix of the output layer's name. */
  readonly name: string;
  readonly tasks: readonly string[];
  /** [rows, tasks]. */
  readonly logits: Value;
}

/** What gates mix. */
export type Experts<Value> =
  | { readonly kind: 'one'; readonly expert: Signal<Value> }
  | { readonly kind: 'several'; readonly stacked: Value; readonly parts: number; readonly width: number };

export class NetworkLayers<Value> {
  readonly #ops: NetworkOps<Value>;
  readonly #config: NetworkConfig;
  #layers = 0;

  constructor(
    ops: NetworkOps<Value>,
    config: NetworkConfig,
    /** All that the network is given. */
    readonly inputs: Signal<Value>,
    /** The same with nothing of the forests but the task's own. */
    readonly inputsOf: (task: string) => Signal<Value>,
  ) {
    this.#ops = ops;
    this.#config = config;
  }

  /** Layers of these widths one over the other, each with a bias, ReLU and dropout; `below` itself where there are none. */
  stack(name: string, widths: readonly number[], below: Signal<Value>): Signal<Value> {
    return widths.reduce<Signal<Value>>((signal, width, depth) => {
      const activations = this.#ops.relu(this.#linear(`${name}/${depth}`, signal, width));
      const layer = { width, index: this.#layers++, dropRate: this.#config.dropout };
      return { value: this.#ops.dropout(activations, layer), width, dense: null };
    }, below);
  }

  /** Experts side by side, to be mixed by gates. @throws RangeError where they are not equally wide */
  experts(signals: readonly Signal<Value>[]): Experts<Value> {
    const [first, ...others] = signals;
    if (first === undefined || others.some(({ width }) => width !== first.width)) {
      throw new RangeError('Experts that are mixed have one width.');
    }
    if (others.length === 0) return { kind: 'one', expert: first };
    const { width } = first;
    const values = signals.map(({ value }) => value);
    return { kind: 'several', stacked: this.#ops.stack(values, width), parts: values.length, width };
  }

  /**
   * A gate's mixture: Σᵢ softmax(W x)ᵢ · expertᵢ, where x is `selector`; W has no bias and begins uniform (Glorot & Bengio 2010).
   * The expert itself where there is one.
   */
  mixture(name: string, experts: Experts<Value>, selector: Signal<Value>): Signal<Value> {
    if (experts.kind === 'one') return experts.expert;
    const { stacked, parts, width } = experts;
    const weights = this.#ops.softmax(this.#product(`${name}/gate`, selector, parts));
    return { value: this.#ops.weightedSum(stacked, weights, { parts, width }), width, dense: null };
  }

  /** One logit for each of `tasks`. With `leafSkip` its kernel begins at zero, so that training starts as the forest. */
  head(name: string, tasks: readonly string[], top: Signal<Value>): Head<Value> {
    const { leafSkip, margins } = this.#config;
    const logits = this.#linear(`${name}/output`, top, tasks.length, {
      kernel: leafSkip ? { kind: 'zero' } : null,
      // Added margins have it in them.
      bias: margins !== null && leafSkip ? { kind: 'zero' } : { kind: 'base-margins', tasks },
    });
    return { name, tasks, logits };
  }

  #linear(name: string, below: Signal<Value>, width: number, starts: Starts = {}): Value {
    const { bias = { kind: 'zero' } } = starts;
    const product = this.#product(name, below, width, starts.kernel ?? null);
    return this.#ops.add(
      product,
      this.#ops.parameter({ name: parameterNames.bias(name), shape: [width], start: bias }),
    );
  }

  /** @param given null: uniform as Glorot & Bengio (2010) have it */
  #product(name: string, below: Signal<Value>, width: number, given: Start | null = null): Value {
    const fanIn = below.width + (below.dense?.width ?? 0);
    const start = given ?? { kind: 'uniform', limit: Math.sqrt(6 / (fanIn + width)) };
    const kernelOf = (kernelName: string, rows: number) =>
      this.#ops.parameter({ name: kernelName, shape: [rows, width], start });
    const product = this.#ops.matMul(below.value, kernelOf(parameterNames.kernel(name), below.width));
    if (below.dense === null) return product;
    const { value, width: rows } = below.dense;
    const denseProduct = this.#ops.matMul(value, kernelOf(parameterNames.denseKernel(name), rows));
    return this.#ops.add(product, denseProduct);
  }
}

type Start = ParameterSpec['start'];

interface Starts {
  readonly kernel?: Start | null;
  readonly bias?: Start;
}
