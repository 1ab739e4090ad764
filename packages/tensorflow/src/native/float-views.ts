// Responsible for seeing tensors' own memory as arrays, again and again.
// Leaves to others: when a tensor is there to be seen.

import koffi from 'koffi';
import { cApi, type Pointer } from './c-api.js';

/** TensorFlow's allocator gives a step's tensor one of few places. */
const maxViews = 8;

/**
 * Keeps the views that it makes: V8 counts the memory behind each as its own, and for a new one of some MB at each step it would
 * collect garbage all the time.
 */
export class FloatViews {
  readonly #views = new Map<Pointer, Float32Array>();

  /** A float32 tensor's own memory: good until the tensor is deleted, though the array stays. */
  of(tensor: Pointer): Float32Array {
    const api = cApi();
    const address: Pointer = api.TF_TensorData(tensor);
    const bytes = Number(api.TF_TensorByteSize(tensor));
    const known = this.#views.get(address);
    if (known?.byteLength === bytes) return known;
    this.#views.delete(address);
    const [oldest] = this.#views.keys();
    if (this.#views.size >= maxViews && oldest !== undefined) this.#views.delete(oldest);
    const view = new Float32Array(koffi.view(address, bytes));
    this.#views.set(address, view);
    return view;
  }
}
