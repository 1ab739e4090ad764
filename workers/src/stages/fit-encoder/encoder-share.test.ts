import { pipelineSchema } from '@espalier/spec';
import { describe, expect, it } from 'vitest';
import { plannedForests } from './encoder-plan.js';
import { encoderShare } from './encoder-share.js';

const specOf = (distribute?: 'rows' | 'forests') =>
  pipelineSchema.parse({
    name: 'log',
    source: { train: { uri: 'log.parquet' }, split: { eval: '10%' } },
    tasks: ['click', 'share'].map((name) => ({ name, group: 'passive', label: name })),
    encoder: { distribute },
  });

describe('encoderShare', () => {
  it.each(['rows', undefined] as const)(
    'of %s: each rank fits every forest on its own rows, and the first saves',
    (distribute) => {
      const spec = specOf(distribute);
      for (const rank of [0, 1, 2]) {
        expect(encoderShare(spec, { rank, worldSize: 3 })).toEqual({
          forests: plannedForests(spec),
          rowsOf: { rank, worldSize: 3 },
          saver: 0,
          isTogether: true,
        });
      }
    },
  );

  it.each([1, 2, 3, 4])(
    'of forests: %i ranks fit each once, on all rows, and save their own',
    (worldSize) => {
      const spec = specOf('forests');
      const shares = Array.from({ length: worldSize }, (_, rank) => encoderShare(spec, { rank, worldSize }));
      for (const [rank, { forests, ...share }] of shares.entries()) {
        expect(forests.length).toBeGreaterThan(0);
        expect(share).toEqual({ rowsOf: { rank: 0, worldSize: 1 }, saver: rank, isTogether: false });
      }
      const all = shares.flatMap(({ forests }) => forests);
      const planned = plannedForests(spec);
      expect(all).toHaveLength(planned.length);
      expect(all).toEqual(expect.arrayContaining(planned));
    },
  );
});
