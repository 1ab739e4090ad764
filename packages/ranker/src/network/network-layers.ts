/**
 * What architectures are made of: the network's inputs, layers over them, mixtures of experts, and heads.
 * Leaves which of them there are to `architectures/`, and what inputs and logits are to `apply-network.ts`.
 */
import type { NetworkConfig } from './network-config.js';
import type { NetworkOps, ParameterSpec, SlotLookup } from './network-ops.js';
import { parameterNames } from './parameter-names.js';

/** A matrix [rows, width], or what would make one. */
export type Matrix<Value> =
  | { readonly kind: 'values'; readonly value: Value; readonly width: number }
  /** Looked-up rows side by side: a product with them is made without writing them. */
  | { readonly kind: 'lookup'; readonly lookup: SlotLookup<Value>; readonly width: number };

/** What a layer takes. */
export interface Signal<Value> {
  readonly main: Matrix<Value>;
  /**
   * The dense features beside it, in the network's inputs where it has any. They have kernels of their own: two products instead
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
      return activationsOf(this.#ops.dropout(activations, layer), width);
    }, below);
  }

  /** Experts side by side, to be mixed by gates. @throws RangeError where they are not equally wide */
  experts(signals: readonly Signal<Value>[]): Experts<Value> {
    const [first, ...others] = signals;
    if (first === undefined || others.some(({ main }) => main.width !== first.main.width)) {
      throw new RangeError('Experts that are mixed have one width.');
    }
    if (others.length === 0) return { kind: 'one', expert: first };
    const { width } = first.main;
    const values = signals.map(({ main }) => {
      if (main.kind === 'lookup') throw new RangeError('An expert has a layer over what is looked up.');
      return main.value;
    });
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
    return activationsOf(this.#ops.weightedSum(stacked, weights, { parts, width }), width);
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
    const fanIn = below.main.width + (below.dense?.width ?? 0);
    const start = given ?? { kind: 'uniform', limit: Math.sqrt(6 / (fanIn + width)) };
    const times = (matrix: Matrix<Value>, kernelName: string) => {
      const kernel = this.#ops.parameter({ name: kernelName, shape: [matrix.width, width], start });
      return matrix.kind === 'lookup'
        ? this.#ops.lookupMatMul(matrix.lookup, kernel)
        : this.#ops.matMul(matrix.value, kernel);
    };
    const product = times(below.main, parameterNames.kernel(name));
    if (below.dense === null) return product;
    return this.#ops.add(product, times(below.dense, parameterNames.denseKernel(name)));
  }
}

function activationsOf<Value>(value: Value, width: number): Signal<Value> {
  return { main: { kind: 'values', value, width }, dense: null };
}

type Start = ParameterSpec['start'];

interface Starts {
  readonly kernel?: Start | null;
  readonly bias?: Start;
}
