/**
 * Responsible for how much the parts of what a run trains on (objects of the source, shards) differ among themselves, beyond draws from one distribution:
 * rows of a day share members, items and weather, so the newest day may differ as much by chance. Pure.
 *
 * It is the design effect of Rao and Scott (1981): Pearson's statistic of parts by bins, over its degrees of freedom. A sample of one part of n rows varies
 * as n divided by it independent rows do; where the part is of another size than the others are, what exceeds 1 goes with the size.
 */
import type { PartVariation } from '@espalier/domain';

/** Adds parts up, one after the other. */
export class VariationOfParts {
  readonly #squares: Float64Array;
  readonly #totals: Float64Array;
  #rows = 0;
  #parts = 0;

  constructor(bins: number) {
    this.#squares = new Float64Array(bins);
    this.#totals = new Float64Array(bins);
  }

  /** @param counts of a part's rows by bin; a part without rows is none */
  add(counts: ArrayLike<number>): void {
    let rows = 0;
    for (let bin = 0; bin < counts.length; bin += 1) rows += counts[bin] as number;
    if (rows === 0) return;
    this.#rows += rows;
    this.#parts += 1;
    for (let bin = 0; bin < counts.length; bin += 1) {
      const count = counts[bin] as number;
      this.#squares[bin] = (this.#squares[bin] as number) + (count * count) / rows;
      this.#totals[bin] = (this.#totals[bin] as number) + count;
    }
  }

  end(): PartVariation {
    const rows = this.#rows / Math.max(1, this.#parts);
    const used = [...this.#totals.keys()].filter((bin) => (this.#totals[bin] as number) > 0);
    const freedom = (this.#parts - 1) * (used.length - 1);
    if (freedom <= 0) return { designEffect: 1, rows };
    const scaled = used.map(
      (bin) => ((this.#squares[bin] as number) * this.#rows) / (this.#totals[bin] as number),
    );
    const statistic = scaled.reduce((sum, each) => sum + each, 0) - this.#rows;
    return { designEffect: Math.max(1, statistic / freedom), rows };
  }
}

/** What `1 / n + 1 / m` is for independent rows. @param n of the newest part @param m of all parts of the others */
export function varianceByChance({ designEffect, rows }: PartVariation, n: number, m: number): number {
  const ofNewest = 1 + ((designEffect - 1) * n) / Math.max(1, rows);
  return ofNewest / n + designEffect / m;
}
