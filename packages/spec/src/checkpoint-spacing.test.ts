import { describe, expect, it } from 'vitest';
import { checkpointSpacing, checkpointSpacingSchema } from './checkpoint-spacing.js';

describe('checkpointSpacing', () => {
  it.each([
    ['10s', { seconds: 10 }],
    ['5m', { seconds: 300 }],
    ['2h', { seconds: 7200 }],
    [200, { steps: 200 }],
  ])('reads %s', (written, spacing) => {
    expect(checkpointSpacingSchema().parse(written)).toBe(written);
    expect(checkpointSpacing(written)).toEqual(spacing);
  });

  it.each(['0s', '10', '10 s', '1.5h', '-5s', 0, 2.5, ''])('refuses %j', (written) => {
    expect(checkpointSpacingSchema().safeParse(written).success).toBe(false);
  });
});
