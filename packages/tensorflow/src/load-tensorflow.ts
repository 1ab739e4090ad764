// Responsible for putting tfjs on a TensorFlow addon that lies anywhere, with a fixed number of threads, once a process.
// Leaves to others: building the addon (tfjs-node-gpu's own binding/*.cc) and finding it.

import { createRequire } from 'node:module';
import { messageOf, TensorFlowError } from './errors.js';
import type { NativeBinding, NodeBackend, TensorFlow } from './node-backend.js';
import { withoutNotices } from './without-notices.js';

/** How TensorFlow starts. */
export interface LoadOptions {
  /** Absolute path of `tfjs_binding.node`; the libtensorflow that it links must be on its rpath. */
  addonPath: string;
  /** Threads within an op, and ops at once. Default: TensorFlow's own choice, all cores. */
  threads?: number;
  /** GPUs that this process may see, as CUDA numbers them; `[]` hides all. Default: all. */
  visibleGpus?: readonly number[];
  /** Take GPU memory as needed instead of all at the start. Default: true. */
  gpuMemoryGrowth?: boolean;
}

let loaded: { options: string; tf: Promise<TensorFlow> } | undefined;

/**
 * Loads TensorFlow and returns tfjs's namespace running on it (also the eager context: about 0.25 s).
 * A second call with the same options returns the same namespace.
 *
 * TensorFlow reads its thread counts from the environment when its context is made, and the addon offers no other way
 * to set them: so this writes TF_* variables into this process's environment, before the library is loaded. In a
 * worker thread that needs `env: SHARE_ENV`.
 *
 * @throws TensorFlowError 'addon-unloadable', or 'already-loaded' if it runs with other options.
 */
export async function loadTensorFlow(options: LoadOptions): Promise<TensorFlow> {
  const wanted = JSON.stringify([
    options.addonPath,
    options.threads,
    options.visibleGpus,
    options.gpuMemoryGrowth ?? true,
  ]);
  if (loaded !== undefined) {
    if (loaded.options !== wanted) {
      throw new TensorFlowError(
        'already-loaded',
        `TensorFlow runs in this process with ${loaded.options}; it can't be loaded again with ${wanted}`,
      );
    }
    return loaded.tf;
  }
  setEnvironment(options);
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

function setEnvironment(options: LoadOptions): void {
  const { env } = process;
  if (options.threads !== undefined) {
    env.TF_NUM_INTRAOP_THREADS = String(options.threads);
    env.TF_NUM_INTEROP_THREADS = String(options.threads);
  }
  // Warnings and errors only: TensorFlow greets with its CPU features at level 0.
  env.TF_CPP_MIN_LOG_LEVEL ??= '1';
  env.TF_FORCE_GPU_ALLOW_GROWTH = String(options.gpuMemoryGrowth ?? true);
  if (options.visibleGpus !== undefined) {
    env.CUDA_VISIBLE_DEVICES = options.visibleGpus.length === 0 ? '-1' : options.visibleGpus.join(',');
  }
}

/**
 * Registers tfjs-node's backend and kernels by its parts. Its entry point would ask node-pre-gyp for an addon inside
 * its own folder, and would load TensorBoard, image and callback code.
 */
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
  require('@tensorflow/tfjs-node-gpu/dist/register_all_kernels.js');
  const { NodeJSKernelBackend } = require('@tensorflow/tfjs-node-gpu/dist/nodejs_kernel_backend.js') as {
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
