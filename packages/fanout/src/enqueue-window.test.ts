import { describe, expect, it } from 'vitest';
import { CompletionRate } from './completion-rate.js';
import { enqueueWindow } from './enqueue-window.js';

describe('enqueueWindow', () => {
  it.each([
    { name: 'starts small', rate: 0, active: 0, window: 32 },
    { name: 'holds two seconds of work', rate: 1_000, active: 4, window: 2_000 },
    { name: 'keeps many slow workers busy', rate: 0.1, active: 100, window: 200 },
    { name: 'is bounded', rate: 1e6, active: 0, window: 8_192 },
  ])('$name', ({ rate, active, window }) => {
    expect(enqueueWindow(rate, active)).toBe(window);
  });
});

describe('CompletionRate', () => {
  it('looks at its window only', () => {
    const rate = new CompletionRate(1_000);
    expect(rate.perSecond()).toBe(0);
    rate.observe(0, 0);
    rate.observe(100, 500);
    expect(rate.perSecond()).toBe(200);
    rate.observe(100, 1_500);
    expect(rate.perSecond()).toBe(0);
  });
});
