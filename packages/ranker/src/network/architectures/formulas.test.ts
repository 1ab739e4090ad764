/** Architectures against their papers' formulas, in plain arithmetic. */
import { resolveNativePart } from '@espalier/native';
import { loadTensorFlow } from '@espalier/tensorflow';
import { describe, expect, it } from 'vitest';
import { globalLeafIds } from '../../data/global-leaf-ids.js';
import { smallLeafMap, smallNetworkConfig, smallRows } from '../../testing/small-problem.js';
import type { NamedTensor, NamedTensors } from '../named-tensors.js';
import { buildNetwork } from '../network.js';
import type { NetworkConfig } from '../network-config.js';

const tf = await loadTensorFlow({ addonPath: resolveNativePart('tfjs-addon'), threads: 1 });
const leafMap = smallLeafMap();
const tasks = ['click', 'share'] as const;
const embeddingDim = 4;

describe('the logits of', () => {
  type Row = readonly number[];
  const shard = smallRows(20);
  const dense = [
    { mean: 0.5, standardDeviation: 0.29 },
    { mean: 100, standardDeviation: 30 },
  ];

  /** The formulas of the papers in plain arithmetic, over the parameters by their names. */
  class Plain {
    constructor(readonly parameters: NamedTensors) {}
    tensor(name: string): NamedTensor {
      const tensor = this.parameters.get(name);
      if (tensor === undefined) throw new RangeError(`no ${name}`);
      return tensor;
    }
    product(name: string, row: Row): number[] {
      const { shape, values } = this.tensor(name);
      const [rows = 0, width = 0] = shape;
      expect(row).toHaveLength(rows);
      return Array.from({ length: width }, (_, column) =>
        row.reduce((sum, value, at) => sum + value * (values[at * width + column] as number), 0),
      );
    }
    /** Of the whole input: its forest part, then the dense features. */
    kernel(name: string, row: Row, fromInputs: boolean): number[] {
      if (!fromInputs) return this.product(`${name}/kernel`, row);
      const forest = this.product(`${name}/kernel`, row.slice(0, -2));
      const fromDense = this.product(`${name}/dense_kernel`, row.slice(-2));
      return forest.map((value, at) => value + (fromDense[at] as number));
    }
    linear(name: string, row: Row, fromInputs = false): number[] {
      const bias = this.tensor(`${name}/bias`).values;
      return this.kernel(name, row, fromInputs).map((value, at) => value + (bias[at] as number));
    }
    hidden(name: string, row: Row, fromInputs = false): number[] {
      return this.linear(name, row, fromInputs).map((value) => Math.max(0, value));
    }
    mixture(name: string, experts: readonly Row[], selector: Row, fromInputs: boolean): number[] {
      const exponents = this.kernel(`${name}/gate`, selector, fromInputs).map(Math.exp);
      const total = exponents.reduce((sum, value) => sum + value, 0);
      return (experts[0] ?? []).map((_, at) =>
        experts.reduce(
          (sum, expert, i) => sum + ((exponents[i] as number) / total) * (expert[at] as number),
          0,
        ),
      );
    }
    output(task: string, row: Row): number {
      return this.linear(`tower/${task}/output`, this.hidden(`tower/${task}/0`, row))[0] as number;
    }
  }

  /** Far from any start, so that no part is idle. */
  function network(config: NetworkConfig) {
    const built = buildNetwork(tf, config, { leafMap, seed: 7 });
    const parameters = new Map(
      [...built.initialParameters()].map(([name, { shape, values }]) => [
        name,
        { shape, values: values.map((value, at) => value + 0.4 * Math.sin(3 * at + name.length)) },
      ]),
    );
    return { built, parameters };
  }

  function logits({ built, parameters }: ReturnType<typeof network>): number[][] {
    const rows = shard.leaves.length / shard.slots;
    return tf.tidy(() => {
      const tensors = new Map(
        [...parameters].map(([name, { shape, values }]) => [name, tf.tensor(values, [...shape])]),
      );
      const leafIds = tf.tensor(globalLeafIds(shard.leaves, built.slotOffsets), [rows, built.slots], 'int32');
      const given = { leafIds, dense: tf.tensor(shard.dense, [rows, 2]), margins: null };
      return built.forward(tensors, given, { training: null }).arraySync();
    });
  }

  /** Each row's inputs as the network has them: embeddings, then the scaled dense features. */
  function inputRows({ built, parameters }: ReturnType<typeof network>): number[][] {
    const table = parameters.get('leaf/embedding')?.values ?? new Float32Array();
    const ids = globalLeafIds(shard.leaves, built.slotOffsets);
    return Array.from({ length: shard.leaves.length / shard.slots }, (_, row) => {
      const embedded = Array.from(ids.subarray(row * shard.slots, (row + 1) * shard.slots)).flatMap((id) =>
        Array.from(table.subarray(id * embeddingDim, (id + 1) * embeddingDim)),
      );
      const scaled = dense.map(({ mean, standardDeviation }, column) => {
        const value = ((shard.dense[row * 2 + column] as number) - mean) / standardDeviation;
        return Number.isNaN(value) ? 0 : Math.min(5, Math.max(-5, value));
      });
      return [...embedded, ...scaled];
    });
  }

  function expectClose(actual: number[][], expected: number[][]): void {
    for (const [row, values] of expected.entries()) {
      for (const [column, value] of values.entries()) expect(actual[row]?.[column]).toBeCloseTo(value, 4);
    }
  }

  it('mmoe are those of Ma et al. (2018)', () => {
    const config = smallNetworkConfig({ architecture: 'mmoe', experts: 3, leafSkip: false, dense });
    const made = network(config);
    const plain = new Plain(made.parameters);
    const expected = inputRows(made).map((x) => {
      const experts = [0, 1, 2].map((expert) => plain.hidden(`expert/${expert}/0`, x, true));
      return tasks.map((task) => plain.output(task, plain.mixture(`tower/${task}`, experts, x, true)));
    });
    expectClose(logits(made), expected);
  });

  it('ple are those of Tang et al. (2020)', () => {
    const config = smallNetworkConfig({ architecture: 'ple', leafSkip: false, dense });
    const made = network({ ...config, experts: 1, taskExperts: 2, extractionLayers: 3 });
    const plain = new Plain(made.parameters);
    const expected = inputRows(made).map((x) => {
      let common: Row = x;
      let own: Record<string, Row> = { click: x, share: x };
      for (const depth of [0, 1, 2]) {
        const [first, name] = [depth === 0, `extraction/${depth}`];
        const shared = [plain.hidden(`${name}/shared/0/0`, common, first)];
        const experts = Object.fromEntries(
          tasks.map((task) => [
            task,
            [0, 1].map((i) => plain.hidden(`${name}/task/${task}/${i}/0`, own[task] ?? [], first)),
          ]),
        );
        const next = tasks.map((task) => {
          const known = [...(experts[task] ?? []), ...shared];
          return [task, plain.mixture(`${name}/task/${task}`, known, own[task] ?? [], first)] as const;
        });
        const all = [...tasks.flatMap((task) => experts[task] ?? []), ...shared];
        if (depth < 2) common = plain.mixture(`${name}/shared`, all, common, first);
        own = Object.fromEntries(next);
      }
      return tasks.map((task) => plain.output(task, own[task] ?? []));
    });
    expectClose(logits(made), expected);
  });
});
