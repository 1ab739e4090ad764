import { expect, it } from 'vitest';
import { tensorflowEnvironment } from './tensorflow-environment.js';

const addonPath = '/somewhere/tfjs_binding.node';
const quiet = {
  TF_ENABLE_ONEDNN_OPTS: '1',
  TF_CPP_MIN_LOG_LEVEL: '1',
  TF_FORCE_GPU_ALLOW_GROWTH: 'true',
  NVIDIA_TF32_OVERRIDE: '0',
};

it.each([
  ['nothing', {}, quiet],
  ['threads', { threads: 3 }, { ...quiet, TF_NUM_INTRAOP_THREADS: '3', TF_NUM_INTEROP_THREADS: '3' }],
  ['no oneDNN', { oneDnn: false }, { ...quiet, TF_ENABLE_ONEDNN_OPTS: '0' }],
  ['GPUs', { visibleGpus: [2, 0] }, { ...quiet, CUDA_VISIBLE_DEVICES: '2,0' }],
  ['no GPU', { visibleGpus: [] }, { ...quiet, CUDA_VISIBLE_DEVICES: '-1' }],
  ['all memory at once', { gpuMemoryGrowth: false }, { ...quiet, TF_FORCE_GPU_ALLOW_GROWTH: 'false' }],
  [
    'the same bytes',
    { deterministic: true },
    { ...quiet, TF_DETERMINISTIC_OPS: '1', TF_CUDNN_DETERMINISTIC: '1' },
  ],
  ['errors only', { log: 'errors' as const }, { ...quiet, TF_CPP_MIN_LOG_LEVEL: '2' }],
])('asks for %s', (_what, options, environment) => {
  expect(tensorflowEnvironment({ addonPath, ...options })).toEqual(environment);
});

it('leaves TF32 to the GPU where it is allowed', () => {
  expect(tensorflowEnvironment({ addonPath, tf32: true })).not.toHaveProperty('NVIDIA_TF32_OVERRIDE');
});

it("keeps the environment's log level, but not what shapes bytes", () => {
  const given = { TF_CPP_MIN_LOG_LEVEL: '0' };
  const all = { ...given, TF_ENABLE_ONEDNN_OPTS: '0' };
  expect(tensorflowEnvironment({ addonPath, log: 'errors' }, all)).toMatchObject({
    ...given,
    TF_ENABLE_ONEDNN_OPTS: '1',
  });
});
