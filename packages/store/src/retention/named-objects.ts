/**
 * Responsible for which objects something names, and what: the only thing that grows with the bucket, some 200 bytes for each.
 * Leaves to others: what the names are found in (mark-roots.ts).
 */

/** What needs an object. */
export interface Owner {
  /** `cache: encode`, `runs`, `checkpoints`, … */
  readonly kind: string;
  readonly pipeline: string;
}

export class NamedObjects {
  readonly #owners = new Map<string, Owner>();
  readonly #known = new Map<string, Owner>();

  /** Who names an object first has it. */
  name(key: string, owner: Owner): void {
    if (this.#owners.has(key)) return;
    const id = `${owner.kind}/${owner.pipeline}`;
    const shared = this.#known.get(id) ?? owner;
    this.#known.set(id, shared);
    this.#owners.set(key, shared);
  }

  ownerOf(key: string): Owner | null {
    return this.#owners.get(key) ?? null;
  }

  has(key: string): boolean {
    return this.#owners.has(key);
  }
}
