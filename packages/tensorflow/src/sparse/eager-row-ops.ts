// Responsible for running the rules for touched rows at once, on the addon's own tensors.
// Leaves to others: the rules, and where rows start from.

import type { Tensor } from '@tensorflow/tfjs-core';
import { type Attributes, executeRaw } from '../execute-op.js';
import { type NativeBinding, type NodeBackend, nodeBackend, type TensorFlow } from '../node-backend.js';
import type { RowOps } from './row-ops.js';
import type { RowStorage } from './row-storage.js';

/** Stands for an op without outputs: eagerly it has ended. */
const ended = -1;
let scratchesMade = 0;

class EagerRowOps implements RowOps<number> {
  readonly gpu: boolean;
  readonly #backend: NodeBackend;
  readonly #binding: NativeBinding;
  readonly #owned = new Set<number>();
  readonly #scratches: number[] = [];

  constructor(tf: TensorFlow) {
    this.#backend = nodeBackend(tf);
    this.#binding = this.#backend.binding;
    this.gpu = this.#backend.isUsingGpuDevice;
  }

  run(op: string, attributes: Attributes, inputs: readonly number[]): number {
    const [output] = this.runAll(op, attributes, inputs, 1);
    return output ?? ended;
  }

  runAll(op: string, attributes: Attributes, inputs: readonly number[], outputs: number): readonly number[] {
    const ids = executeRaw(this.#binding, op, attributes, inputs, outputs).map(({ id }) => id);
    for (const id of ids) this.#owned.add(id);
    return ids.length === 0 ? [ended] : ids;
  }

  int32(shape: readonly number[], values: readonly number[]): number {
    return this.#own(this.#binding.createTensor(shape, this.#binding.TF_INT32, Int32Array.from(values)));
  }

  float32(value: number): number {
    return this.#own(this.#binding.createTensor([], this.#binding.TF_FLOAT, Float32Array.of(value)));
  }

  ofTensor(tensor: Tensor): number {
    const [id] = this.#backend.getInputTensorIds([tensor]);
    if (id === undefined) throw new RangeError('A tensor without an ID');
    return id;
  }

  read(storage: RowStorage, op: string, attributes: Attributes, inputs: readonly number[]): number {
    return this.run(op, attributes, [storage.eagerHandle(this), ...inputs]);
  }

  write(
    storages: readonly RowStorage[],
    op: string,
    attributes: Attributes,
    inputs: readonly number[],
  ): void {
    this.runAll(op, attributes, [...storages.map((storage) => storage.eagerHandle(this)), ...inputs], 0);
  }

  scratch(name: string, width: number): number {
    scratchesMade += 1;
    const attributes = {
      dtype: { type: 'float32' },
      shape: { shape: [-1, width] },
      shared_name: { string: `scratch/${scratchesMade}/${name}` },
      container: { string: '' },
    } as const;
    const handle = this.run('VarHandleOp', attributes, []);
    this.#scratches.push(handle);
    return handle;
  }

  /** Takes an output away from this object and makes it a tensor of tfjs. */
  toTensor(id: number, shape: readonly number[], dtype: 'float32' | 'int32'): Tensor {
    this.#owned.delete(id);
    const number = dtype === 'float32' ? this.#binding.TF_FLOAT : this.#binding.TF_INT32;
    return this.#backend.createOutputTensor({ id, shape: [...shape], dtype: number });
  }

  values(id: number): Float32Array | Int32Array | Uint8Array {
    return this.#binding.tensorDataSync(id);
  }

  dispose(): void {
    for (const handle of this.#scratches) {
      this.runAll('DestroyResourceOp', { ignore_lookup_error: { bool: true } }, [handle], 0);
    }
    for (const id of this.#owned) this.#binding.deleteTensor(id);
    this.#owned.clear();
  }

  #own(id: number): number {
    this.#owned.add(id);
    return id;
  }
}

/** Runs `body` with ops that run at once; what it does not turn into tensors is freed at its end. */
export function withEagerRowOps<T>(tf: TensorFlow, body: (ops: EagerRowOps) => T): T {
  const ops = new EagerRowOps(tf);
  try {
    return body(ops);
  } finally {
    ops.dispose();
  }
}
