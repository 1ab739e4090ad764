import { describe, expect, it } from 'vitest';
import { forestPredictions } from './forest-predictions.js';

const tree = (offset: number, values: number[]) => ({ offset, nodeIds: values.map((_, i) => i), values });
const leafMap = {
  totalLeaves: 7,
  forests: [
    { task: 'click', baseMargin: -1, trees: [tree(0, [0.5, -0.5]), tree(2, [0.25, 1, 2])] },
    { task: 'share', baseMargin: 0, trees: [tree(5, [3, -3])] },
  ],
};
const sigmoid = (margin: number) => 1 / (1 + Math.exp(-margin));

describe('forestPredictions', () => {
  it("sums each task's own leaves onto its base margin", () => {
    const scored = forestPredictions(leafMap, Uint8Array.of(0, 2, 1, 1, 0, 0), 2);
    expect(scored.click?.[0]).toBeCloseTo(sigmoid(-1 + 0.5 + 2), 6);
    expect(scored.click?.[1]).toBeCloseTo(sigmoid(-1 - 0.5 + 0.25), 6);
    expect(scored.share?.[0]).toBeCloseTo(sigmoid(-3), 6);
    expect(scored.share?.[1]).toBeCloseTo(sigmoid(3), 6);
  });

  it('refuses a leaf that the tree does not have, and rows that do not fit', () => {
    const refused = expect.objectContaining({ code: 'trainer.invalid-shard' });
    expect(() => forestPredictions(leafMap, Uint8Array.of(2, 0, 0), 1)).toThrow(refused);
    expect(() => forestPredictions(leafMap, Uint8Array.of(0, 0), 1)).toThrow(refused);
  });
});
