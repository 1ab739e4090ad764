import type { SplitName } from '@espalier/domain';
import { type PipelineInput, pipelineSchema } from '@espalier/spec';
import { describe, expect, it } from 'vitest';
import { checkSplits } from './check-splits.js';
import type { ShardStatistics } from './shard-statistics.js';

const shard = (split: SplitName, rows: number, hit: number): ShardStatistics => ({
  shard: 0,
  split,
  rows,
  numeric: {},
  categorical: {},
  positives: { hit },
  ...(split === 'train' ? { folds: [half(rows, hit), half(rows, hit)] } : {}),
});
const half = (rows: number, hit: number) => ({ rows: rows / 2, positives: { hit: hit / 2 } });
const specWith = (split: PipelineInput['source']['split']) =>
  pipelineSchema.parse({
    name: 'log',
    source: { train: { uri: 'log.parquet' }, split },
    tasks: [{ name: 'hit', group: 'passive', label: 'hit' }],
  });
const held = { eval: '10%' };

describe('checkSplits', () => {
  it('counts rows and positives of every split', () => {
    const found = checkSplits(
      [shard('train', 80, 8), shard('train', 10, 2), shard('eval', 9, 1), shard('earlyStop', 5, 1)],
      specWith(held),
    );
    expect(found).toEqual({
      splits: {
        train: { rows: 90, positives: { hit: 10 } },
        eval: { rows: 9, positives: { hit: 1 } },
        earlyStop: { rows: 5, positives: { hit: 1 } },
        encoder: { rows: 0, positives: { hit: 0 } },
      },
      warnings: [],
    });
  });

  it('refuses shares that leave a split empty or of one class, all at once, each with its path', () => {
    const statistics = [shard('train', 80, 8), shard('encoder', 4, 0)];
    const refuse = () => checkSplits(statistics, specWith({ ...held, earlyStop: 0.01, encoder: 0.05 }));
    expect(refuse).toThrow(
      'source.split.eval: no row is left to measure the model on; source.split.earlyStop: no row is left to choose the best state on; source.split.encoder: of the 4 rows to fit the trees on, the label of hit is false for all',
    );
    expect(refuse).toThrow(expect.objectContaining({ code: 'features.empty-split' }));
  });

  it('refuses parts of the training rows that nothing can be learnt without', () => {
    const parts = (...folds: [rows: number, hit: number][]): ShardStatistics => ({
      ...shard('train', 80, 8),
      folds: folds.map(([rows, hit]) => ({ rows, positives: { hit } })),
    });
    const rest = [shard('eval', 9, 1), shard('earlyStop', 5, 1)];
    const spec = specWith(held);
    expect(() => checkSplits([parts([40, 8], [40, 0]), ...rest], spec)).toThrow(
      'encoder.folds: of the 40 training rows outside part 1 of 2, the label of hit is false for all; give more rows, or `model.leaves: embeddings`',
    );
    expect(() => checkSplits([parts([80, 8], [0, 0]), ...rest], spec)).toThrow(
      'encoder.folds: no training row falls into part 2 of 2;',
    );
    // Shards count together, and a part of one class does no harm where the others have both.
    expect(() => checkSplits([parts([40, 8], [0, 0]), parts([0, 0], [40, 1]), ...rest], spec)).not.toThrow();
    const three = { ...spec, encoder: { ...spec.encoder, folds: 3 } };
    expect(() => checkSplits([parts([20, 4], [30, 4], [30, 0]), ...rest], three)).not.toThrow();
    const lookedUp = { ...spec, model: { ...spec.model, leaves: 'embeddings' as const } };
    expect(() => checkSplits([parts([80, 8], [0, 0]), ...rest], lookedUp)).not.toThrow();
  });

  it('goes on without a class where nobody asked for the share, and says what that means', () => {
    const statistics = [shard('train', 80, 8), shard('eval', 9, 0), shard('earlyStop', 5, 0)];
    expect(checkSplits(statistics, specWith(held)).warnings).toEqual([
      'The label of task hit is false for every held-out row: its AUC does not exist there.',
      expect.stringContaining("the forest's scores are kept there"),
    ]);
    expect(checkSplits([shard('train', 8, 3), shard('eval', 9, 2)], specWith(held)).warnings).toEqual([
      expect.stringContaining('There are no early-stop rows for hit'),
    ]);
    expect(checkSplits(statistics.slice(0, 2), specWith({ ...held, earlyStop: 0 })).warnings).toHaveLength(1);
  });
});
