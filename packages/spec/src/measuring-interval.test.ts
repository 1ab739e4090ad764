import { describe, expect, it } from 'vitest';
import { measuringIntervalSchema, measuringSteps } from './measuring-interval.js';

const length = { stepsPerEpoch: 100, totalSteps: 800 };

describe('the interval between measurements', () => {
  it.each([
    ['3%', 24],
    ['0.01%', 1],
    ['0.25 epochs', 25],
    ['1 epoch', 100],
    ['.5epochs', 50],
    [7, 7],
  ])('%s is %i steps', (written, steps) => {
    expect(measuringIntervalSchema().parse(written)).toBe(written);
    expect(measuringSteps(written, length)).toBe(steps);
  });

  it.each(['0 epochs', '0%', '101%', '-1 epochs', 'epoch', '5', null])(
    'refuses %s, and says what to write',
    (written) => {
      const { error } = measuringIntervalSchema().safeParse(written);
      expect(error?.issues[0]?.message).toContain('such as 3%');
    },
  );

  it.each([0, 1.5])('refuses %s steps', (written) => {
    expect(measuringIntervalSchema().safeParse(written).success).toBe(false);
  });
});
