/**
 * The trained network as a SavedModel that TensorFlow and TensorFlow Serving load.
 * Leaves turning raw rows into leaf IDs to the encoder, and where the bytes go to the caller.
 */
import type { LeafMap } from '@espalier/domain';
import { encodeSavedModel, GraphBuilder } from '@espalier/tensorflow';
import { applyNetwork } from '../network/apply-network.js';
import type { NamedTensors } from '../network/named-tensors.js';
import { checkNetworkConfig, type NetworkConfig } from '../network/network-config.js';
import { planTopology } from '../network/topology.js';
import { predictions } from '../task-kinds/predictions.js';
import { graphOps } from './graph-ops.js';

/** Names in the signature `serving_default`; its outputs are named as the tasks. */
export const servingInputs = { leafIds: 'leaf_ids', dense: 'dense' } as const;

/**
 * Bytes of `saved_model.pb`, weights frozen in. `serving_default` takes `leaf_ids`, int32 [-1, slots] of *global* leaf
 * IDs, and `dense`, float32 [-1, columns] of raw values with NaN where missing (absent where there are none), and gives
 * float32 [-1] of predictions for each task. The same parameters give the same bytes.
 *
 * @param parameters by name; others than the network's (Adam's moments) are left out
 * @throws EspalierError `trainer.invalid-config`; RangeError for a missing parameter
 */
export function exportNetwork(parameters: NamedTensors, config: NetworkConfig, leafMap: LeafMap): Uint8Array {
  checkNetworkConfig(config, leafMap);
  const topology = planTopology(config, leafMap);
  const graph = new GraphBuilder();
  const { slots, denseColumns } = topology.inputs;
  const leafIds = graph.placeholder(servingInputs.leafIds, 'int32', [-1, slots]);
  const dense =
    denseColumns === 0 ? null : graph.placeholder(servingInputs.dense, 'float32', [-1, denseColumns]);
  const ops = graphOps(graph, parameters);
  const { logits } = applyNetwork(
    ops,
    topology.inputs,
    { config, leafMap },
    { leafIds, dense, margins: null },
  );
  const predicted = predictions(ops, topology.kinds, logits);
  const outputs = topology.tasks.map((task, column) => {
    const values = graph.reshape(graph.slice(predicted, [0, column], [-1, 1]), [-1]);
    return [task, { node: graph.identity(values, `probability/${task}`), shape: [-1] }] as const;
  });
  return encodeSavedModel({
    graph,
    signatures: {
      serving_default: {
        inputs: {
          [servingInputs.leafIds]: leafIds,
          ...(dense === null ? {} : { [servingInputs.dense]: dense }),
        },
        outputs: Object.fromEntries(outputs),
      },
    },
  });
}
