// Responsible for what passes between the ranks where a step is cut: a fetched tensor goes out, what the next call is fed comes back.
// Leaves to others: where steps are cut, and how ranks talk.

import { gatherFloats, type HostReducer } from '@espalier/collectives';
import type { Collective } from '../collectives/collective.js';
import { TensorFlowError } from '../errors.js';
import { cApi, type Pointer } from '../native/c-api.js';
import { FloatViews } from '../native/float-views.js';
import { tensorOf } from '../native/native-tensor.js';
import type { Cut } from '../trace/trace.js';
import { InputFeed } from './input-feed.js';

export class CutExchange {
  readonly #label: string;
  readonly #collective: Collective | null;
  /** By output. */
  readonly #views = new Map<string, FloatViews>();
  /** By placeholder: the ranks' parts, which lie in memory that is not ours. */
  readonly #parts = new Map<string, InputFeed>();

  constructor(label: string, collective: Collective | null) {
    this.#label = label;
    this.#collective = collective;
  }

  /** What feeds a placeholder that stands for a rank's part. */
  tensor(placeholder: string): Pointer | undefined {
    return this.#parts.get(placeholder)?.tensor;
  }

  /**
   * Puts what comes back into `fetched`, by placeholder, unless it is parts.
   * @throws whatever the reducer does; TensorFlowError 'unsupported' without one, 'shape-mismatch' for parts of others' lengths
   */
  async run({ from, to, recordLength }: Cut, fetched: Map<string, Pointer>): Promise<void> {
    const collective = this.#collective;
    const [back, ...others] = to;
    if (back === undefined || collective?.kind !== 'host') {
      throw new TensorFlowError('unsupported', `${this.#label} has no reducer to sum over ranks with`);
    }
    const { reducer } = collective;
    if (others.length > 0) {
      const pieces = from.map((name) => this.#view(name, fetched));
      await this.#feedParts(to, reducer, pieces);
      return;
    }
    const [name = ''] = from;
    const own = this.#view(name, fetched);
    if (recordLength !== undefined) {
      const all = await gatherFloats(reducer, own);
      fetched.set(back, tensorOf(cApi(), 'float32', [all.length / recordLength, recordLength], all));
    } else {
      await reducer.allReduceSum(own);
      fetched.set(back, fetched.get(name) as Pointer);
      fetched.delete(name);
    }
  }

  dispose(): void {
    for (const part of this.#parts.values()) part.dispose();
  }

  #view(output: string, fetched: ReadonlyMap<string, Pointer>): Float32Array {
    const tensor = fetched.get(output);
    if (tensor === undefined) throw new RangeError(`"${output}" was not fetched`);
    let views = this.#views.get(output);
    if (views === undefined) {
      views = new FloatViews();
      this.#views.set(output, views);
    }
    return views.of(tensor);
  }

  async #feedParts(
    placeholders: readonly string[],
    reducer: HostReducer,
    own: readonly Float32Array[],
  ): Promise<void> {
    const length = own.reduce((sum, piece) => sum + piece.length, 0);
    const parts = await reducer.exchange?.(own);
    for (const [rank, placeholder] of placeholders.entries()) {
      let feed = this.#parts.get(placeholder);
      if (feed === undefined) {
        feed = new InputFeed(`part of rank ${rank}`, { shape: [length] });
        this.#parts.set(placeholder, feed);
      }
      const part = parts?.[rank];
      const problem = feed.problem(part);
      if (problem !== undefined) {
        throw new TensorFlowError(
          'shape-mismatch',
          `${this.#label}: the reducer's exchange has to give a vector of each rank: ${problem}`,
        );
      }
      feed.set(part as Float32Array);
    }
  }
}
