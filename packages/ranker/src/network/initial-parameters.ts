/**
 * The numbers that a network starts with: a function of the seed, the parameters' names and the leaf map alone.
 * Leaves which parameters there are to `topology.ts`.
 */
import type { LeafMap } from '@espalier/domain';
import { keyedHash, nameHash } from '../keyed-hash.js';
import { elementCount, type NamedTensors } from './named-tensors.js';
import type { ParameterSpec } from './network-ops.js';

export function initialParameters(
  parameters: readonly ParameterSpec[],
  leafMap: LeafMap,
  seed: number,
): NamedTensors {
  return new Map(
    parameters.map((parameter) => [
      parameter.name,
      { shape: parameter.shape, values: startValues(parameter, leafMap, seed) },
    ]),
  );
}

function startValues({ name, shape, start }: ParameterSpec, leafMap: LeafMap, seed: number): Float32Array {
  const values = new Float32Array(elementCount(shape));
  switch (start.kind) {
    case 'zero':
      return values;
    case 'uniform': {
      const key = keyedHash(seed >>> 0, nameHash(name));
      for (let index = 0; index < values.length; index++) {
        // The middle of one of 2^32 equal parts of (0, 1): never an end.
        const unit = (keyedHash(key, index) + 0.5) / 2 ** 32;
        values[index] = (2 * unit - 1) * start.limit;
      }
      return values;
    }
    case 'leaf-values':
      for (const forest of leafMap.forests) {
        const column = start.tasks.indexOf(forest.task);
        if (column < 0) continue;
        for (const tree of forest.trees) {
          for (const [ordinal, value] of tree.values.entries()) {
            values[(tree.offset + ordinal) * start.tasks.length + column] = value;
          }
        }
      }
      return values;
    case 'own-leaf-values':
      for (const tree of leafMap.forests.flatMap(({ trees }) => trees)) values.set(tree.values, tree.offset);
      return values;
    case 'base-margins':
      for (const [column, task] of start.tasks.entries()) {
        values[column] = leafMap.forests.find((forest) => forest.task === task)?.baseMargin ?? 0;
      }
      return values;
  }
}
