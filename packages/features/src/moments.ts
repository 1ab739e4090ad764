/**
 * Responsible for means and squared deviations of numbers that come in parts.
 * Leaves to others: in which order the parts are merged, which fixes the bits.
 */

export interface Moments {
  readonly count: number;
  readonly mean: number;
  /** Sum of squared deviations from the mean. */
  readonly m2: number;
}

/** Of finite numbers; all 0 of none. */
export function momentsOf(values: Float32Array): Moments {
  const count = values.length;
  let sum = 0;
  for (let i = 0; i < count; i += 1) sum += values[i] as number;
  const mean = count > 0 ? sum / count : 0;
  let m2 = 0;
  for (let i = 0; i < count; i += 1) m2 += ((values[i] as number) - mean) ** 2;
  return { count, mean, m2 };
}

/** Chan, Golub and LeVeque (1979): means and squared deviations of disjoint parts, merged in their order. */
export function mergeMoments(parts: readonly Moments[]): Moments {
  const sum = new MomentsSum();
  for (const part of parts) sum.add(part);
  const { count, mean, m2 } = sum;
  return { count, mean, m2 };
}

/** As `mergeMoments`, part by part. */
export class MomentsSum implements Moments {
  count = 0;
  mean = 0;
  m2 = 0;

  add(part: Moments): void {
    if (part.count === 0) return;
    const total = this.count + part.count;
    const delta = part.mean - this.mean;
    this.mean += (delta * part.count) / total;
    this.m2 += part.m2 + (delta * delta * this.count * part.count) / total;
    this.count = total;
  }
}
