import { describe, expect, it } from 'vitest';
import { type PipelineInput, pipelineSchema } from './pipeline-schema.js';
import { trainingPlan } from './training-plan.js';

const specWith = (change: Partial<PipelineInput>) =>
  pipelineSchema.parse({
    name: 'log',
    source: { train: { uri: 'log.parquet' }, eval: { uri: 'held.parquet' } },
    tasks: [{ name: 'hit', group: 'passive', label: 'hit' }],
    ...change,
  });

describe('trainingPlan', () => {
  it('goes through few rows more often, for steps enough', () => {
    expect(trainingPlan(specWith({}), 2_000_000)).toEqual({ epochs: 8, learningRate: 3e-3 });
    expect(trainingPlan(specWith({}), 10_240)).toMatchObject({ epochs: 60 });
    expect(trainingPlan(specWith({ training: { batchSize: 512 } }), 10_240)).toMatchObject({ epochs: 30 });
  });

  it('is slower over embeddings', () => {
    const spec = specWith({ model: { leaves: 'embeddings' } });
    expect(trainingPlan(spec, 2_000_000)).toEqual({ epochs: 4, learningRate: 3e-4 });
  });

  it('is what the pipeline says where it says anything', () => {
    const spec = specWith({ training: { epochs: 1, learningRate: 0.1 } });
    expect(trainingPlan(spec, 10)).toEqual({ epochs: 1, learningRate: 0.1 });
  });
});
