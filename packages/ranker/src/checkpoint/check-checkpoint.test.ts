import { EspalierError } from '@espalier/domain';
import { describe, expect, it } from 'vitest';
import type { Checkpoint } from '../training/checkpoint.js';
import { type OptimizerName, optimizerStatePrefixes } from '../training/optimizer-state.js';
import { checkCheckpoint, type ResumingTraining } from './check-checkpoint.js';

const parameters = [
  { name: 'bottom/kernel', shape: [3, 2] },
  { name: 'bottom/bias', shape: [2] },
];

const training: ResumingTraining = {
  seed: 7,
  worldSize: 2,
  allowOtherWorldSize: false,
  optimizer: 'adam',
  parameters,
  totalSteps: 40,
};

function written(optimizer: OptimizerName, shapes = parameters): Checkpoint {
  const names = ['', ...optimizerStatePrefixes[optimizer]].flatMap((prefix) =>
    shapes.map(({ name, shape }) => [prefix + name, shape] as const),
  );
  return {
    step: 12,
    seed: 7,
    worldSize: 2,
    epochLosses: [],
    runningLosses: {},
    tensors: new Map(
      names.map(([name, shape]) => [
        name,
        { shape, values: new Float32Array(shape.reduce((product, dimension) => product * dimension, 1)) },
      ]),
    ),
  };
}

function refusal(from: Checkpoint, changed: Partial<ResumingTraining> = {}): EspalierError {
  try {
    checkCheckpoint(from, { ...training, ...changed });
  } catch (error) {
    if (error instanceof EspalierError) return error;
  }
  throw new Error('the checkpoint was not refused');
}

const optimizers = Object.keys(optimizerStatePrefixes) as OptimizerName[];

describe('checkCheckpoint', () => {
  it.each(optimizers)('lets a training go on from its own checkpoint: %s', (optimizer) => {
    expect(() => checkCheckpoint(written(optimizer), { ...training, optimizer })).not.toThrow();
    expect(() =>
      checkCheckpoint({ ...written(optimizer), step: 40 }, { ...training, optimizer }),
    ).not.toThrow();
  });

  it('refuses another number of ranks unless the run allows it', () => {
    const error = refusal(written('adam'), { worldSize: 1 });
    expect(error.code).toBe('trainer.other-world-size');
    expect(error.message).toBe(
      "Training can't go on from the checkpoint at step 12: it was written by 2 ranks, the training has 1.",
    );
    expect(error.fix).toContain('training.resumeWorldSize');
    expect(() =>
      checkCheckpoint(written('adam'), { ...training, worldSize: 1, allowOtherWorldSize: true }),
    ).not.toThrow();
  });

  it.each(
    optimizers.flatMap((from) => optimizers.filter((to) => to !== from).map((to) => [from, to] as const)),
  )('refuses the state of %s for %s, in one sentence', (from, to) => {
    const error = refusal(written(from), { optimizer: to });
    expect(error.code).toBe('trainer.other-checkpoint');
    expect(error.details.differences).toHaveLength(1);
    expect(error.message).toContain(`holds the state of ${from}, the training uses ${to}`);
  });

  it('tells every difference at once', () => {
    const from = written('adam', [
      { name: 'bottom/kernel', shape: [4, 2] },
      { name: 'head/kernel', shape: [2, 1] },
    ]);
    const error = refusal({ ...from, step: 41, seed: 3 }, { worldSize: 3 });
    expect(error.code).toBe('trainer.other-checkpoint');
    const differences = error.details.differences as { what: string; tensor?: string }[];
    expect(
      differences.map(({ what, tensor }) => (tensor === undefined ? what : `${what} ${tensor}`)),
    ).toEqual([
      'seed',
      'world-size',
      'steps',
      'shape bottom/kernel',
      'missing bottom/bias',
      'shape adam/m/bottom/kernel',
      'missing adam/m/bottom/bias',
      'shape adam/v/bottom/kernel',
      'missing adam/v/bottom/bias',
      'unexpected head/kernel',
      'unexpected adam/m/head/kernel',
      'unexpected adam/v/head/kernel',
    ]);
    expect(error.message).toContain('it has bottom/kernel as [4,2], the network as [3,2]');
    expect(error.message).toMatch(/; and 6 more differences\.$/);
  });
});
