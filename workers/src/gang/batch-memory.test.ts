import { EspalierError } from '@espalier/domain';
import { describe, expect, it } from 'vitest';
import { availableMemoryBytes, type BatchOnMachine, refuseTooLargeBatch } from './batch-memory.js';

/** Census's default network: about 205 kB a row. */
const network: BatchOnMachine['network'] = {
  trainingLayout: [
    { name: 'leaves', dtype: 'uint8', width: 400, from: [] },
    { name: 'dense', dtype: 'float32', width: 1, from: [] },
    { name: 'labels', dtype: 'float32', width: 2, from: [] },
  ],
  layerWidths: [64, 32, 64, 32],
  mixedWidth: 0,
  config: {
    architecture: 'towers',
    tasks: [],
    margins: null,
    embeddingDim: 8,
    hidden: [64],
    tower: [32],
    dropout: 0.2,
    leafSkip: true,
    dense: [{ mean: 0, standardDeviation: 1 }],
  },
};

function refusal(maxRows: number, ranksOfMachine: number): unknown {
  try {
    refuseTooLargeBatch({ network, maxRows, ranksOfMachine, availableBytes: 8e9 });
    return null;
  } catch (error) {
    return error;
  }
}

describe('refuseTooLargeBatch', () => {
  it('lets a batch pass that fits, and names the figures of one that does not', () => {
    expect(refusal(512, 2)).toBeNull();
    expect(refusal(30_000, 1)).toBeNull();
    const error = refusal(524_288, 2) as EspalierError;
    expect(error).toBeInstanceOf(EspalierError);
    expect(error).toMatchObject({ code: 'trainer.batch-too-large', kind: 'user', retryable: false });
    expect(error.message).toMatch(/524,288 rows on each of 2 ranks needs about 2\d\d\.\d GB, and 8\.0 GB/);
  });

  it('counts the memory of all ranks of a machine', () => {
    expect(refusal(30_000, 2)).toMatchObject({ details: { path: 'training.batchSize' } });
    const { largestRankRows } = (refusal(30_000, 2) as EspalierError).details;
    expect(refusal(largestRankRows as number, 2)).toBeNull();
    expect(refusal((largestRankRows as number) + 1, 2)).not.toBeNull();
  });

  it('knows how much memory there is', () => {
    expect(availableMemoryBytes()).toBeGreaterThan(1e8);
    expect(availableMemoryBytes()).toBeLessThan(1e13);
  });
});
