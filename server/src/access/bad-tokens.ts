/** Responsible for how many requests with bad tokens an address may send. Good tokens are answered whatever else comes from there. */
import { LRUCache } from 'lru-cache';

const windowMs = 60_000;
const mostInWindow = 60;
const addresses = 10_000;

export class BadTokens {
  readonly #counts = new LRUCache<string, number>({ max: addresses, ttl: windowMs, noUpdateTTL: true });

  /** Counts one. @returns whether there were too many within a minute */
  count(address: string): boolean {
    const count = (this.#counts.get(address) ?? 0) + 1;
    this.#counts.set(address, count);
    return count > mostInWindow;
  }
}
