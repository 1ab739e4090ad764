/** Responsible for counting objects and their bytes under names. */

export interface Tally {
  readonly objects: number;
  readonly sizeBytes: number;
}

export class Tallies {
  readonly #tallies = new Map<string, { objects: number; sizeBytes: number }>();

  add(name: string, sizeBytes: number): void {
    const tally = this.#tallies.get(name) ?? { objects: 0, sizeBytes: 0 };
    tally.objects += 1;
    tally.sizeBytes += sizeBytes;
    this.#tallies.set(name, tally);
  }

  byName(): Readonly<Record<string, Tally>> {
    return Object.fromEntries(this.#tallies);
  }

  total(): Tally {
    let [objects, sizeBytes] = [0, 0];
    for (const tally of this.#tallies.values()) {
      objects += tally.objects;
      sizeBytes += tally.sizeBytes;
    }
    return { objects, sizeBytes };
  }
}
