/**
 * A network's parameters and Adam's moments as three flat arrays, in and out of named tensors.
 * Leaves the update to `adam.ts` and the file format to `checkpoint.ts`.
 */
import { EspalierError } from '@espalier/domain';
import { elementCount, type NamedTensor, type NamedTensors } from '../network/named-tensors.js';
import type { ParameterSpec } from '../network/network-ops.js';
import type { AdamState } from './adam.js';

const momentPrefixes = { parameters: '', m: 'adam/m/', v: 'adam/v/' } as const;

export class FlatState implements AdamState {
  readonly parameters: Float32Array;
  readonly m: Float32Array;
  readonly v: Float32Array;

  /** @param layout parameters in the order in which the arrays hold them */
  constructor(readonly layout: readonly ParameterSpec[]) {
    const length = layout.reduce((sum, { shape }) => sum + elementCount(shape), 0);
    this.parameters = new Float32Array(length);
    this.m = new Float32Array(length);
    this.v = new Float32Array(length);
  }

  /** Copies of all, or of the parameters alone. */
  toTensors(only?: 'parameters'): NamedTensors {
    const tensors = new Map<string, NamedTensor>();
    for (const part of only === undefined ? (['parameters', 'm', 'v'] as const) : [only]) {
      this.#eachSlice(part, (name, shape, view) => tensors.set(name, { shape, values: view.slice() }));
    }
    return tensors;
  }

  /** Copies. @throws EspalierError `trainer.invalid-checkpoint` when a tensor is missing or has another shape */
  fromTensors(tensors: NamedTensors): void {
    for (const part of ['parameters', 'm', 'v'] as const) {
      this.#eachSlice(part, (name, shape, view) => {
        const tensor = tensors.get(name);
        if (tensor === undefined || tensor.shape.join() !== shape.join()) {
          throw new EspalierError(
            'trainer.invalid-checkpoint',
            `The state has ${tensor === undefined ? 'no' : `a [${tensor.shape}]`} tensor "${name}" where the network has [${shape}].`,
            { details: { tensor: name } },
          );
        }
        view.set(tensor.values);
      });
    }
  }

  /** Sets the parameters and clears the moments. */
  start(parameters: NamedTensors): void {
    const zero = new Map(
      [...parameters].flatMap(([name, { shape, values }]) => {
        const moment = { shape, values: new Float32Array(values.length) };
        return [
          [name, { shape, values }],
          [momentPrefixes.m + name, moment],
          [momentPrefixes.v + name, moment],
        ] as const;
      }),
    );
    this.fromTensors(zero);
  }

  #eachSlice(
    part: keyof typeof momentPrefixes,
    visit: (name: string, shape: readonly number[], view: Float32Array) => void,
  ): void {
    let offset = 0;
    for (const { name, shape } of this.layout) {
      const end = offset + elementCount(shape);
      visit(momentPrefixes[part] + name, shape, this[part].subarray(offset, end));
      offset = end;
    }
  }
}
