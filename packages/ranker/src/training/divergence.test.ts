import { describe, expect, it } from 'vitest';
import { baseLosses } from '../task-kinds/base-losses.js';
import { refuseDivergence } from './divergence.js';
import type { LossWindow } from './loss-windows.js';

const tasks = [{ name: 'click' }, { name: 'share' }];
const end = {
  baseLosses: baseLosses(tasks, { click: 0.2, share: 0.01 }),
  forestLosses: {},
  learningRate: 1,
  lastStep: 40,
};
const over = (rows: number, click: number, share: number): LossWindow => ({ rows, losses: { click, share } });

describe('refuseDivergence', () => {
  it('lets pass what is no worse than the base rate by more than chance', () => {
    expect(() => refuseDivergence({ ...end, windows: [over(10_000, 0.45, 0.1)] })).not.toThrow();
  });

  it('lets a network pass whose forest was bad already', () => {
    const windows = [over(10_000, 0.45, 0.15)];
    expect(() => refuseDivergence({ ...end, windows, forestLosses: { share: 0.14 } })).not.toThrow();
    expect(() => refuseDivergence({ ...end, windows })).toThrow('share 0.1500');
  });

  it('names every task that is far worse, where it began and the learning rate', () => {
    const refuse = () => refuseDivergence({ ...end, windows: [over(10_000, 3.75, 0.05)] });
    expect(refuse).toThrow(
      'at step 40 the loss on its own rows is click 3.7500 (before: about 0.5004). training.learningRate, 1, is too high',
    );
    expect(refuse).toThrow(expect.objectContaining({ code: 'trainer.diverged' }));
  });

  it('asks more rows of a rare task than the last window may have', () => {
    // Three positives where one was to be expected.
    const short = over(100, 0.45, 0.148);
    expect(() => refuseDivergence({ ...end, windows: [short] })).not.toThrow();
    expect(() => refuseDivergence({ ...end, windows: [over(5000, 0.45, 0.06), short] })).not.toThrow();
    expect(() => refuseDivergence({ ...end, windows: [over(5000, 0.45, 0.16), short] })).toThrow('share');
    expect(() => refuseDivergence({ ...end, windows: [over(100, 0.45, 9)] })).toThrow('share 9.0000');
  });

  it('is not misled by chance, however few rows were the last: base rates alone never look diverged', () => {
    let state = 1;
    const uniform = () => {
      state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff;
      return state / 0x80000000;
    };
    const rate = 0.014;
    const task = [{ name: 'like' }];
    const bases = baseLosses(task, { like: rate });
    for (let training = 0; training < 2000; training++) {
      const windows = [2000, 2000, 3300, 1 + (training % 256)].map((rows) => {
        let positives = 0;
        for (let row = 0; row < rows; row++) positives += uniform() < rate ? 1 : 0;
        const like = -(positives * Math.log(rate) + (rows - positives) * Math.log1p(-rate)) / rows;
        return { rows, losses: { like } };
      });
      expect(() => refuseDivergence({ ...end, baseLosses: bases, windows })).not.toThrow();
    }
  });

  it('says nothing where nothing was trained', () => {
    expect(() => refuseDivergence({ ...end, windows: [] })).not.toThrow();
  });
});
