// Responsible for running the ops of `kernels/`: at once, or written down in a trace.
// Leaves to others: what they are for. There are none for GPUs.

import type { Tensor } from '@tensorflow/tfjs-core';
import { TensorFlowError } from './errors.js';
import { executeOp } from './execute-op.js';
import { opDefinition } from './native/op-definitions.js';
import type { TensorFlow } from './node-backend.js';
import type { NodeMessage } from './saved-model-format.js';
import { activeTrace } from './trace/active-trace.js';

/** By name, the dtype of each output. */
const outputsOf = {
  EspalierLookupMatMul: ['float32'],
  EspalierSortLookups: ['int32', 'int32'],
  EspalierLookupMatMulGradient: ['float32', 'float32'],
  EspalierLookupSum: ['float32'],
  EspalierLookupSumGradient: ['float32'],
  EspalierStatelessUniform: ['float32'],
  EspalierAddOffsets: ['int32'],
} as const;

const known = new Set<string>();

/** An addon of other sources has none of them, and TensorFlow would say only that it does not know the op. */
function requireOwnOps(op: string): void {
  if (known.has(op)) return;
  if (opDefinition(op) !== undefined) {
    known.add(op);
    return;
  }
  throw new TensorFlowError(
    'addon-unloadable',
    `the addon that was loaded has no ${op}: compile it of vendor/ and kernels/ of this version of the package, as its README says`,
  );
}

/**
 * Runs an op whose outputs have these shapes. In a trace it is only written down: an ID of 0, as a trace has them all, is none of most slots.
 * @param attr what a graph has to say of the op; run at once, TensorFlow takes it from the inputs
 * @throws TensorFlowError 'op-failed' with what the op says, 'addon-unloadable' where the addon has not these ops
 */
export function runOwnOp(
  tf: TensorFlow,
  op: keyof typeof outputsOf,
  inputs: readonly Tensor[],
  shapes: readonly (readonly number[])[],
  attr: NodeMessage['attr'] = {},
): Tensor[] {
  requireOwnOps(op);
  const tracing = activeTrace();
  if (tracing === undefined) return executeOp(tf, op, {}, inputs, shapes.length);
  const names = inputs.map((tensor) => tracing.nameOf(tensor));
  const node = tracing.trace.add(op, attr, names);
  return outputsOf[op].map((dtype, index) =>
    tracing.stand(index === 0 ? node : `${node}:${index}`, shapes[index] ?? [], dtype),
  );
}
