/** Responsible for seeded draws: the same cases on every machine. */

export class Draws {
  #state: number;

  constructor(seed: number) {
    this.#state = seed >>> 0;
  }

  /** In [0, 1); mulberry32. */
  uniform(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let t = this.#state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  }

  chance(probability: number): boolean {
    return this.uniform() < probability;
  }

  /** A whole number in [from, to]. */
  between(from: number, to: number): number {
    return from + Math.floor(this.uniform() * (to - from + 1));
  }

  pick<T>(values: readonly T[]): T {
    const value = values[this.between(0, values.length - 1)];
    if (value === undefined) throw new RangeError('Nothing to pick from.');
    return value;
  }

  /** Some of `values`, each once, in their order. */
  some<T>(values: readonly T[], count: number): T[] {
    const left = values.map((_, index) => index);
    const chosen: number[] = [];
    while (chosen.length < Math.min(count, values.length)) {
      chosen.push(...left.splice(this.between(0, left.length - 1), 1));
    }
    return chosen.sort((a, b) => a - b).map((index) => values[index] as T);
  }
}
