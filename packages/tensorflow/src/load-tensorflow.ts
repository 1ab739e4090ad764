// Responsible for putting tfjs on a TensorFlow addon that lies anywhere, with a fixed number of threads, once a process.
// Leaves to others: building the addon (vendor/binding/*.cc) and finding it.

import { createRequire } from 'node:module';
import { messageOf, TensorFlowError } from './errors.js';
import type { NativeBinding, NodeBackend, TensorFlow } from './node-backend.js';
import { tensorflowEnvironment } from './tensorflow-environment.js';
import { withoutNotices } from './without-notices.js';

/** How TensorFlow starts. */
export interface LoadOptions {
  /** Absolute path of `tfjs_binding.node`; the libtensorflow that it links must be on its rpath. */
  addonPath: string;
  /** Threads within an op, and ops at once. Default: TensorFlow's own choice, all cores. */
  threads?: number;
  /** CPU ops by oneDNN where it has them, whatever the environment says: it shapes their bytes. Default: true. */
  oneDnn?: boolean;
  /** GPUs that this process may see, as CUDA numbers or names them; `[]` hides all. Default: all. */
  visibleGpus?: readonly (number | string)[];
  /** Take GPU memory as needed instead of all at the start. Default: true. */
  gpuMemoryGrowth?: boolean;
  /**
   * Ops on a GPU give the same bytes every time: slower, and an op that has no such form fails. On a CPU they do anyway.
   * Default: false.
   */
  deterministic?: boolean;
  /** Lets GPUs multiply float32 matrices with 10 bits of mantissa, which is faster. Default: false. */
  tf32?: boolean;
  /** What TensorFlow tells on standard error. TF_CPP_MIN_LOG_LEVEL in the environment wins. Default: `warnings`. */
  log?: 'warnings' | 'errors';
}

let loaded: { options: string; tf: Promise<TensorFlow> } | undefined;

/**
 * Loads TensorFlow and returns tfjs's namespace running on it (also the eager context: about 0.25 s).
 * A second call with the same options returns the same namespace.
 *
 * TensorFlow reads all of these from the environment when its context is made, and the addon offers no other way
 * to set them: so this writes TF_* and CUDA variables into this process's environment, before the library is loaded. In a
 * worker thread that needs `env: SHARE_ENV`.
 *
 * @throws TensorFlowError 'addon-unloadable', or 'already-loaded' if it runs with other options.
 */
export async function loadTensorFlow(options: LoadOptions): Promise<TensorFlow> {
  // How much it tells is no reason to refuse a second call.
  const { TF_CPP_MIN_LOG_LEVEL: _log, ...shaping } = tensorflowEnvironment(options);
  const wanted = JSON.stringify({ addonPath: options.addonPath, ...shaping });
  if (loaded !== undefined) {
    if (loaded.options !== wanted) {
      throw new TensorFlowError(
        'already-loaded',
        `TensorFlow runs in this process with ${loaded.options}; it can't be loaded again with ${wanted}`,
      );
    }
    return loaded.tf;
  }
  Object.assign(process.env, tensorflowEnvironment(options, process.env));
  const starting = { options: wanted, tf: startBackend(options.addonPath) };
  loaded = starting;
  try {
    return await starting.tf;
  } catch (thrown) {
    loaded = undefined;
    throw thrown;
  }
}

/** The version of the TensorFlow library behind `tf`, for example `2.21.0`. */
export function tensorflowVersion(tf: TensorFlow): string {
  return (tf.backend() as NodeBackend).binding.TF_Version;
}

/** Whether ops run on a GPU. */
export function usesGpu(tf: TensorFlow): boolean {
  return (tf.backend() as NodeBackend).isUsingGpuDevice;
}

/** Registers tfjs-node's backend, kernels and gradients, as `vendor/` has them: its package would download an addon of its own. */
async function startBackend(addonPath: string): Promise<TensorFlow> {
  const require = createRequire(import.meta.url);
  let binding: NativeBinding;
  try {
    binding = withoutNotices(() => require(addonPath) as NativeBinding);
  } catch (thrown) {
    throw new TensorFlowError(
      'addon-unloadable',
      `TensorFlow's addon at ${addonPath} does not load: ${messageOf(thrown)}`,
      { cause: thrown },
    );
  }
  const { NodeJSKernelBackend } = require('../vendor/backend.cjs') as {
    NodeJSKernelBackend: new (binding: NativeBinding, packageName: string) => NodeBackend;
  };
  const tf = require('@tensorflow/tfjs-core') as TensorFlow;
  tf.registerBackend('tensorflow', () => new NodeJSKernelBackend(binding, '@tensorflow/tfjs-node-gpu'), 3);
  if (!(await tf.setBackend('tensorflow'))) {
    throw new TensorFlowError(
      'addon-unloadable',
      `TensorFlow's backend at ${addonPath} could not be started`,
    );
  }
  return tf;
}
