// Responsible for the kernels and gradients of tfjs that a trace does otherwise, with the same result.
// Leaves to others: rewriting single ops (`rewrites.ts`).

import type { Tensor } from '@tensorflow/tfjs-core';
import { executeOp } from '../execute-op.js';
import type { TensorFlow } from '../node-backend.js';
import type { TracingBinding } from './tracing-binding.js';

/** Runs `body` with them in place. */
export function withTraceKernels<T>(tf: TensorFlow, binding: TracingBinding, body: () => T): T {
  return withUncheckedGather(tf, binding, () => withReluGradient(tf, body));
}

/** tf.gather reads its indices to check them, and records the same op whatever they are. TensorFlow checks them too. */
function withUncheckedGather<T>(tf: TensorFlow, binding: TracingBinding, body: () => T): T {
  const kernel = tf.getKernel('GatherV2', tf.getBackend());
  const { kernelFunc } = kernel;
  kernel.kernelFunc = (args) => binding.allowingReads(() => kernelFunc(args));
  try {
    return body();
  } finally {
    kernel.kernelFunc = kernelFunc;
  }
}

/**
 * ReLU's gradient as one op on its result. tfjs makes six ops of it, on what went in: which then is needed twice, and
 * TensorFlow can't fuse the ReLU with the product before it.
 */
function withReluGradient<T>(tf: TensorFlow, body: () => T): T {
  const config = tf.getGradient('Relu');
  const before = { ...config };
  config.inputsToSave = [];
  config.outputsToSave = [true];
  config.gradFunc = (dy, saved) => ({
    x: () => {
      const [gradient] = executeOp(tf, 'ReluGrad', { T: { type: 'float32' } }, [
        dy as Tensor,
        saved[0] as Tensor,
      ]);
      return gradient as Tensor;
    },
  });
  try {
    return body();
  } finally {
    Object.assign(config, before);
    if (before.outputsToSave === undefined) delete config.outputsToSave;
  }
}
