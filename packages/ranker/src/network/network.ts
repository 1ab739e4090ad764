/**
 * A multi-task network over leaf IDs and dense features: its parameters, where they start, and its logits.
 * Holds no state: parameters are given to it. Leaves losses and updates to a `TrainStep`.
 */
import type { LeafMap } from '@espalier/domain';
import type { TensorFlow } from '@espalier/tensorflow';
import type { Tensor, Tensor2D } from '@tensorflow/tfjs-core';
import type { RowLayout } from '../data/row-layout.js';
import { applyNetwork, type NetworkInputs } from './apply-network.js';
import { initialParameters } from './initial-parameters.js';
import type { NamedTensors } from './named-tensors.js';
import { checkNetworkConfig, type NetworkConfig } from './network-config.js';
import { slotOffsets } from './slot-offsets.js';
import { type DropoutPosition, tensorOps } from './tensor-ops.js';
import { layerWidths, type ParameterSpec, planParameters, planTopology } from './topology.js';

export interface ForwardMode {
  /** Null outside training. */
  readonly training: DropoutPosition | null;
}

export interface Network {
  readonly config: NetworkConfig;
  /** Column order of logits, labels and losses. May differ from the spec's order: tasks of one tower stand together. */
  readonly tasks: readonly string[];
  readonly slots: number;
  /** What its training rows look like: without leaves, and with the margins among the dense columns, where it takes margins. */
  readonly trainingLayout: RowLayout;
  /** What rows look like that are measured and served: leaves and dense columns. */
  readonly servingLayout: RowLayout;
  /** Whether training draws any numbers. */
  readonly drops: boolean;
  /** Layers that drop activations in training, by number. */
  readonly layerWidths: readonly number[];
  readonly parameters: readonly ParameterSpec[];
  /** First global leaf ID of each slot. */
  readonly slotOffsets: Int32Array;
  initialParameters(): NamedTensors;
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
  const parameters = planParameters(topology);
  const servingLayout = { slots: topology.slots, denseColumns: config.dense.length, tasks: topology.tasks };
  return {
    config,
    tasks: topology.tasks,
    slots: topology.slots,
    trainingLayout:
      config.margins === null
        ? servingLayout
        : { slots: 0, denseColumns: config.dense.length + config.margins.length, tasks: topology.tasks },
    servingLayout,
    drops: config.dropout > 0 || topology.leafDropout !== null,
    layerWidths: layerWidths(topology),
    parameters,
    slotOffsets: slotOffsets(leafMap),
    initialParameters: () => initialParameters(parameters, leafMap, seed),
    forward(values, inputs, { training }) {
      const dropout = training === null ? null : { position: training, seed };
      const ops = tensorOps(tf, values, dropout);
      return applyNetwork(ops, topology, { config, leafMap }, inputs) as Tensor2D;
    },
  };
}
