import { resolveNativePart } from '@espalier/native';
import { expect, it } from 'vitest';
import { loadTensorFlow } from '../load-tensorflow.js';
import { cApi } from './c-api.js';
import { FloatViews } from './float-views.js';
import { alignedArray, readTensor, tensorOf, tensorOver } from './native-tensor.js';

await loadTensorFlow({ addonPath: resolveNativePart('tfjs-addon'), threads: 1 });

it('shows a tensor its own memory, and the same array for the same memory', () => {
  const api = cApi();
  const views = new FloatViews();
  const memory = alignedArray('float32', 4);
  memory.set([1, 2, 3, 4]);
  const whole = tensorOver(api, 'float32', [4], memory);
  const half = tensorOver(api, 'float32', [2], memory.subarray(0, 2));
  const view = views.of(whole);
  expect([...view]).toEqual([1, 2, 3, 4]);
  view[0] = 7;
  expect(readTensor(whole).values[0]).toBe(7);
  expect(views.of(whole)).toBe(view);
  expect([...views.of(half)]).toEqual([7, 2]);
  expect([...views.of(whole)]).toEqual([7, 2, 3, 4]);
  for (const tensor of [whole, half]) api.TF_DeleteTensor(tensor);
});

it('tells tensors apart, however many there are', () => {
  const api = cApi();
  const views = new FloatViews();
  const tensors = Array.from({ length: 20 }, (_, index) =>
    tensorOf(api, 'float32', [3], Float32Array.of(index, index, index)),
  );
  for (let pass = 0; pass < 2; pass++) {
    expect(tensors.map((tensor) => views.of(tensor)[1])).toEqual([...tensors.keys()]);
  }
  for (const tensor of tensors) api.TF_DeleteTensor(tensor);
});
