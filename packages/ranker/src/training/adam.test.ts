import { describe, expect, it } from 'vitest';
import { adamUpdate } from './adam.js';

describe('adamUpdate', () => {
  it('follows the paper: a constant gradient moves each parameter by the learning rate', () => {
    const state = { parameters: Float32Array.of(1, -2), m: new Float32Array(2), v: new Float32Array(2) };
    for (let step = 0; step < 3; step++) adamUpdate(state, Float32Array.of(0.5, -4), step, 0.01);
    // mHat = g and vHat = g² at every step, so each step is the rate, whatever the gradient's size.
    expect(state.parameters[0]).toBeCloseTo(1 - 0.03, 6);
    expect(state.parameters[1]).toBeCloseTo(-2 + 0.03, 6);
    expect(state.m[0]).toBeCloseTo(0.5 * (1 - 0.9 ** 3), 6);
    expect(state.v[1]).toBeCloseTo(16 * (1 - 0.999 ** 3), 6);
  });

  it('agrees with two steps worked by hand', () => {
    const state = { parameters: Float32Array.of(0), m: new Float32Array(1), v: new Float32Array(1) };
    adamUpdate(state, Float32Array.of(1), 0, 0.1);
    adamUpdate(state, Float32Array.of(-1), 1, 0.1);
    // m = 0.9 * 0.1 - 0.1 = -0.01, mHat = -0.01 / 0.19; v = 0.001999, vHat = 1.
    expect(state.parameters[0]).toBeCloseTo(-0.1 + (0.1 * 0.01) / 0.19, 6);
  });
});
