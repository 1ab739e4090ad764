import { describe, expect, it } from 'vitest';
import { gatherFloats } from './gather-floats.js';
import type { HostReducer } from './host-reducer.js';

/** Ranks of one process that sum when all have come. */
function ranksInProcess(worldSize: number): HostReducer[] {
  let waiting: { buffer: Float32Array; done: () => void }[] = [];
  const allReduceSum = (buffer: Float32Array) =>
    new Promise<void>((resolve) => {
      waiting.push({ buffer, done: resolve });
      if (waiting.length < worldSize) return;
      const sum = buffer.map((_, index) =>
        waiting.reduce((total, each) => total + (each.buffer[index] ?? 0), 0),
      );
      for (const each of waiting) {
        each.buffer.set(sum);
        each.done();
      }
      waiting = [];
    });
  return Array.from({ length: worldSize }, (_, rank) => ({ worldSize, rank, allReduceSum }));
}

describe('gatherFloats', () => {
  it('puts vectors of any length behind each other, in rank order', async () => {
    const vectors = [[1, -2.5, 3], [], Array.from({ length: 9000 }, (_, index) => index / 7)].map((values) =>
      Float32Array.from(values),
    );
    const gathered = await Promise.all(
      ranksInProcess(3).map((reducer, rank) => gatherFloats(reducer, vectors[rank] as Float32Array)),
    );
    const expected = Float32Array.from(vectors.flatMap((vector) => [...vector]));
    expect(gathered).toEqual([expected, expected, expected]);
  });

  it('gathers nothing', async () => {
    const gathered = ranksInProcess(2).map((reducer) => gatherFloats(reducer, new Float32Array()));
    expect(await Promise.all(gathered)).toEqual([new Float32Array(), new Float32Array()]);
  });

  it("uses a reducer's own gather", async () => {
    const allReduceSum = () => Promise.reject(new Error('not needed'));
    const allGather = async (own: Float32Array) => [own, Float32Array.of(7)];
    const reducer = { worldSize: 2, allReduceSum, allGather };
    expect(await gatherFloats(reducer, Float32Array.of(1, 2))).toEqual(Float32Array.of(1, 2, 7));
  });

  it('needs one of both', async () => {
    const reducer = { worldSize: 2, allReduceSum: async () => {} };
    await expect(gatherFloats(reducer, Float32Array.of(1))).rejects.toMatchObject({
      code: 'unsupported',
      message: expect.stringContaining('the reducer needs `rank`, or `allGather`'),
    });
  });
});
