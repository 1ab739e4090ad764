// Responsible for one input of a compiled step: the tensor that feeds the caller's array.
// Leaves to others: when the step reads it.

import { cApi, type Pointer } from '../native/c-api.js';
import {
  addressOf,
  alignedArray,
  elementsOf,
  type NativeArray,
  type NativeDtype,
  nativeDtypes,
  tensorAlignmentBytes,
  tensorOver,
} from '../native/native-tensor.js';
import type { InputSpec } from '../trace/trace-pass.js';

const maxTensorsOverArrays = 64;

/** One input: its tensor lies over the caller's aligned array, or over a staging array. */
export class InputFeed {
  readonly name: string;
  readonly #shape: readonly number[];
  readonly #dtype: NativeDtype;
  readonly #length: number;
  /** Tensors over callers' arrays, by address: a ring of buffers comes back to the same few. */
  readonly #over = new Map<Pointer, { readonly tensor: Pointer; array: NativeArray }>();
  #staging: NativeArray | undefined;
  #tensor: Pointer | undefined;

  constructor(name: string, { shape, dtype = 'float32' }: InputSpec) {
    this.name = name;
    this.#shape = shape;
    this.#dtype = dtype;
    this.#length = elementsOf(shape);
  }

  get tensor(): Pointer | undefined {
    return this.#tensor;
  }

  problem(array: NativeArray | undefined): string | undefined {
    if (array === undefined || array === null) return `input "${this.name}" is missing`;
    if (array instanceof nativeDtypes[this.#dtype].array && array.length === this.#length) return undefined;
    return `input "${this.name}" takes ${this.#length} values of ${this.#dtype} for [${this.#shape}], not ${array.length} in a ${array.constructor.name}`;
  }

  set(array: NativeArray): void {
    const address = addressOf(array);
    if (array.byteLength > 0 && address % BigInt(tensorAlignmentBytes) === 0n) {
      this.#tensor = this.#tensorOver(address, array);
      return;
    }
    this.#staging ??= alignedArray(this.#dtype, this.#length);
    (this.#staging as Float32Array).set(array as Float32Array);
    this.#tensor = this.#tensorOver(addressOf(this.#staging), this.#staging);
  }

  dispose(): void {
    deleteAll([...this.#over.values()].map(({ tensor }) => tensor));
    this.#over.clear();
  }

  #tensorOver(address: Pointer, array: NativeArray): Pointer {
    const known = this.#over.get(address);
    if (known !== undefined) {
      // Another array may lie where one was before: this keeps it from being collected while it is read.
      known.array = array;
      return known.tensor;
    }
    if (this.#over.size >= maxTensorsOverArrays) this.dispose();
    const tensor = tensorOver(cApi(), this.#dtype, this.#shape, array);
    this.#over.set(address, { tensor, array });
    return tensor;
  }
}

export function deleteAll(tensors: Iterable<Pointer>): void {
  const api = cApi();
  for (const tensor of tensors) api.TF_DeleteTensor(tensor);
}
