/** How fast memory grows, from samples of it; pure. */

export interface MemorySample {
  readonly step: number;
  readonly bytes: number;
}

/** Slope of the least-squares line, bytes a step; `bounds` are the slopes of the first and of the second half. */
export function growthPerStep(samples: readonly MemorySample[]): {
  slope: number;
  bounds: { low: number; high: number };
} {
  const middle = Math.floor(samples.length / 2);
  const halves = [slopeOf(samples.slice(0, middle)), slopeOf(samples.slice(middle))];
  const slope = slopeOf(samples);
  return { slope, bounds: { low: Math.min(slope, ...halves), high: Math.max(slope, ...halves) } };
}

function slopeOf(samples: readonly MemorySample[]): number {
  const mean = (of: (sample: MemorySample) => number) =>
    samples.reduce((sum, sample) => sum + of(sample), 0) / samples.length;
  const step = mean((sample) => sample.step);
  const bytes = mean((sample) => sample.bytes);
  const spread = mean((sample) => (sample.step - step) ** 2);
  return mean((sample) => (sample.step - step) * (sample.bytes - bytes)) / spread;
}
