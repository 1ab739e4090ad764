import { existsSync } from 'node:fs';
import { loadSettings } from '@espalier/settings';
import { describe, expect, it } from 'vitest';
import { findGpus, gpuOfSlot } from './find-gpus.js';

const hasGpu = existsSync('/dev/nvidia0');

describe('findGpus', () => {
  it('lists the GPUs with their names and memory, or says in a sentence why there is none', async () => {
    const found = findGpus(loadSettings({}));
    if (hasGpu) {
      const [first] = await found;
      expect(first).toMatchObject({ id: '0', name: expect.stringMatching(/\w/) });
      expect(first?.memoryBytes).toBeGreaterThan(1e9);
    } else {
      await expect(found).rejects.toMatchObject({
        code: 'native.no-gpu',
        message: expect.stringMatching(/^There is no GPU to use: .*\.$/),
      });
    }
  });
});

it.each([
  [undefined, 1, '1'],
  ['3, 5', 1, '5'],
  ['GPU-0aa5-77,GPU-91c2', 0, 'GPU-0aa5-77'],
])('with CUDA_VISIBLE_DEVICES=%s slot %i is GPU %s', (visible, slot, id) => {
  expect(gpuOfSlot(loadSettings(visible === undefined ? {} : { CUDA_VISIBLE_DEVICES: visible }), slot)).toBe(
    id,
  );
});
