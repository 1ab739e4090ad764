/** Responsible for what is made once, for whoever asks for it at the same time or later, within bounds: nobody may change it. */
import { LRUCache } from 'lru-cache';

export interface KeptBounds {
  /** Of all that is kept for an owner; the latest stay. */
  readonly maxSize: number;
  /** What is larger is made each time. Default: `maxSize`. */
  readonly maxEntrySize?: number;
  /** How many are kept. Default: any number. */
  readonly max?: number;
}

export class KeptOnce<Owner extends object, Value> {
  readonly #kept = new WeakMap<Owner, LRUCache<string, Promise<Value>>>();

  constructor(private readonly bounds: KeptBounds) {}

  /** What fails is tried again by the next. @param size in the unit of the bounds */
  get(owner: Owner, name: string, size: number, make: () => Promise<Value>): Promise<Value> {
    let kept = this.#kept.get(owner);
    if (kept === undefined) {
      kept = new LRUCache({ ...this.bounds });
      this.#kept.set(owner, kept);
    }
    const found = kept.get(name);
    if (found !== undefined) return found;
    const making = make();
    kept.set(name, making, { size: Math.max(1, size) });
    making.catch(() => kept.delete(name));
    return making;
  }
}
