/**
 * A multi-task network over leaf IDs and dense features: its parameters, where they start, and its logits.
 * Holds no state: parameters are given to it. Leaves losses and updates to a `TrainStep`.
 */
import type { LeafMap, TaskKindName } from '@espalier/domain';
import type { TensorFlow } from '@espalier/tensorflow';
import type { Tensor, Tensor2D } from '@tensorflow/tfjs-core';
import { networkRows, type RowLayout } from '../data/row-layout.js';
import { applyNetwork } from './apply-network.js';
import { initialParameters } from './initial-parameters.js';
import type { NamedTensors } from './named-tensors.js';
import { checkNetworkConfig, type NetworkConfig } from './network-config.js';
import { type NetworkInputs, readMargins } from './network-inputs.js';
import type { ParameterSpec } from './network-ops.js';
import { slotOffsets } from './slot-offsets.js';
import { type DropoutPosition, tensorOps } from './tensor-ops.js';
import { planTopology } from './topology.js';

export interface ForwardMode {
  /** Null outside training. */
  readonly training: DropoutPosition | null;
}

export interface Network {
  readonly config: NetworkConfig;
  /** Column order of logits, labels and losses. May differ from the spec's order: tasks of one tower stand together. */
  readonly tasks: readonly string[];
  /** Of each of `tasks`. */
  readonly kinds: readonly TaskKindName[];
  readonly slots: number;
  /** What it is fed of its training rows: margins in the place of leaves where it takes margins. */
  readonly trainingLayout: RowLayout;
  /** What it is fed of rows that are measured: leaves and dense columns. */
  readonly servingLayout: RowLayout;
  /** Whether training draws any numbers. */
  readonly drops: boolean;
  /** Layers that drop activations in training, by number. */
  readonly layerWidths: readonly number[];
  /** Numbers a row in what is stacked to be mixed, and in each mixture before it is summed; 0 without experts. */
  readonly mixedWidth: number;
  readonly parameters: readonly ParameterSpec[];
  /** First global leaf ID of each slot. */
  readonly slotOffsets: Int32Array;
  initialParameters(): NamedTensors;
  /**
   * What the forests say of rows, which no state changes: raw margins [rows, tasks], in the configuration's order, to be given in the place of leaf IDs. Null where
   * leaves are looked up as embeddings. To be called inside `tf.tidy`.
   */
  margins(inputs: NetworkInputs<Tensor>): Tensor2D | null;
  /**
   * Logits [rows, tasks]. Made of TensorFlow ops only, with no value read back, so that it can be traced. To be called
   * inside `tf.tidy`.
   */
  forward(
    parameters: ReadonlyMap<string, Tensor>,
    inputs: NetworkInputs<Tensor>,
    mode: ForwardMode,
  ): Tensor2D;
}

export interface NetworkOptions {
  readonly leafMap: LeafMap;
  /** Fixes the start of the parameters and every dropout mask. */
  readonly seed: number;
}

/** @throws EspalierError `trainer.invalid-config` */
export function buildNetwork(tf: TensorFlow, config: NetworkConfig, options: NetworkOptions): Network {
  const { leafMap, seed } = options;
  checkNetworkConfig(config, leafMap);
  const topology = planTopology(config, leafMap);
  const { inputs: inputTopology, tasks, kinds, parameters, layerWidths, mixedWidth } = topology;
  const { slots, leafDropout } = inputTopology;
  const denseColumns = config.dense.length;
  const servingLayout = networkRows({ leaves: leafMap, denseColumns, margins: 0, tasks });
  return {
    config,
    tasks,
    kinds,
    slots,
    trainingLayout:
      config.margins === null
        ? servingLayout
        : networkRows({ leaves: null, denseColumns, margins: config.margins.length, tasks }),
    servingLayout,
    drops: config.dropout > 0 || leafDropout !== null,
    layerWidths,
    mixedWidth,
    parameters,
    slotOffsets: slotOffsets(leafMap),
    initialParameters: () => initialParameters(parameters, leafMap, seed),
    margins(inputs) {
      const ops = tensorOps(tf, new Map(), null);
      return readMargins(ops, inputTopology, leafMap, inputs).margins as Tensor2D | null;
    },
    forward(values, inputs, { training }) {
      const dropout = training === null ? null : { position: training, seed };
      const ops = tensorOps(tf, values, dropout);
      return applyNetwork(ops, inputTopology, { config, leafMap }, inputs).logits as Tensor2D;
    },
  };
}
