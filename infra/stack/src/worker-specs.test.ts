import { expect, it } from 'vitest';
import { stackLayout } from './stack-layout.js';
import { workerSpecs } from './worker-specs.js';

const layout = stackLayout('/home/of/the/stack');
const names = (...given: Parameters<typeof workerSpecs>) => workerSpecs(...given).map(({ name }) => name);

it('starts two trainer hosts on CPUs, or as many as asked for', () => {
  const others = ['orchestrator-1', 'feature-1', 'feature-2', 'encoder-1', 'encoder-2'];
  expect(names({}, 'cpu', layout)).toEqual([...others, 'trainer-1', 'trainer-2']);
  expect(names({ trainer: 1 }, 'cpu', layout)).toEqual([...others, 'trainer-1']);
});

it('starts one with GPUs, and no second one that would offer the same GPUs', () => {
  expect(names({ orchestrator: 0, feature: 0, encoder: 0 }, 'gpu', layout)).toEqual(['trainer-1']);
  expect(() => names({ trainer: 2 }, 'gpu', layout)).toThrow(
    expect.objectContaining({ code: 'request.invalid' }),
  );
});
