import { loadSettings } from '@espalier/settings';
import { expect, test } from 'vitest';
import { deviceOptions } from './rank-device.js';

const gpu = loadSettings({ ESPALIER_DEVICE: 'gpu' });

test('a rank on a CPU has one thread and nothing else to choose', () => {
  expect(deviceOptions(loadSettings({}), 0, 'float32')).toEqual({ threads: 1 });
});

test('a rank on a GPU has the one of its slot, and ops that give the same bytes', () => {
  const same = { threads: 1, deterministic: true, tf32: false };
  expect(deviceOptions(gpu, 1, 'float32')).toEqual({ ...same, visibleGpus: ['1'] });
  const some = loadSettings({ ESPALIER_DEVICE: 'gpu', CUDA_VISIBLE_DEVICES: '4,6' });
  expect(deviceOptions(some, 1, 'float32')).toEqual({ ...same, visibleGpus: ['6'] });
});

test('where the pipeline allows bfloat16 a GPU multiplies in TF32', () => {
  expect(deviceOptions(gpu, 0, 'bfloat16')).toMatchObject({ tf32: true });
});
