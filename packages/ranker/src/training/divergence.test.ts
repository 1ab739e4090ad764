import { describe, expect, it } from 'vitest';
import { baseLosses } from '../task-kinds/base-losses.js';
import { refuseDivergence } from './divergence.js';

const tasks = [{ name: 'click' }, { name: 'share' }];
const end = {
  baseLosses: baseLosses(tasks, { click: 0.2, share: 0.01 }),
  forestLosses: {},
  learningRate: 1,
  lastStep: 40,
};

describe('refuseDivergence', () => {
  it('lets pass what is no worse than the base rate by more than chance', () => {
    expect(() => refuseDivergence({ ...end, losses: { click: 0.45, share: 0.1 } })).not.toThrow();
  });

  it('lets a network pass whose forest was bad already', () => {
    const losses = { click: 0.45, share: 0.15 };
    expect(() => refuseDivergence({ ...end, losses, forestLosses: { share: 0.14 } })).not.toThrow();
    expect(() => refuseDivergence({ ...end, losses })).toThrow('share 0.1500');
  });

  it('names every task that is far worse, where it began and the learning rate', () => {
    const refuse = () => refuseDivergence({ ...end, losses: { click: 3.75, share: 0.05 } });
    expect(refuse).toThrow(
      'at step 40 the loss on its own rows is click 3.7500 (before: about 0.5004). training.learningRate, 1, is too high',
    );
    expect(refuse).toThrow(expect.objectContaining({ code: 'trainer.diverged' }));
  });
});
