// Responsible for how TensorFlow and CUDA are told what `loadTensorFlow` was asked for: environment variables.
// Leaves to others: writing them, which has to happen before the library is loaded.

import type { LoadOptions } from './load-tensorflow.js';

/** @param given variables that are set already; only the log level gives way to them */
export function tensorflowEnvironment(
  options: LoadOptions,
  given: Readonly<Record<string, string | undefined>> = {},
): Record<string, string> {
  const {
    threads,
    visibleGpus,
    oneDnn = true,
    gpuMemoryGrowth = true,
    deterministic = false,
    tf32 = false,
  } = options;
  return {
    // TensorFlow leaves oneDNN off on processors without AVX512_VNNI and the like, where it multiplies matrices faster, too.
    TF_ENABLE_ONEDNN_OPTS: oneDnn ? '1' : '0',
    ...(threads === undefined
      ? {}
      : { TF_NUM_INTRAOP_THREADS: String(threads), TF_NUM_INTEROP_THREADS: String(threads) }),
    // At level 0 TensorFlow greets with its CPU features.
    TF_CPP_MIN_LOG_LEVEL: given.TF_CPP_MIN_LOG_LEVEL ?? (options.log === 'errors' ? '2' : '1'),
    TF_FORCE_GPU_ALLOW_GROWTH: String(gpuMemoryGrowth),
    ...(visibleGpus === undefined
      ? {}
      : { CUDA_VISIBLE_DEVICES: visibleGpus.length === 0 ? '-1' : visibleGpus.join(',') }),
    // The first makes ops take their deterministic form or fail; cuDNN's choice of algorithms has a switch of its own.
    ...(deterministic ? { TF_DETERMINISTIC_OPS: '1', TF_CUDNN_DETERMINISTIC: '1' } : {}),
    // TensorFlow's own default is TF32; this is read by cuBLAS and cuDNN themselves.
    ...(tf32 ? {} : { NVIDIA_TF32_OVERRIDE: '0' }),
  };
}
