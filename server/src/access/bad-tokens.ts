/** Responsible for how many requests with bad tokens an address may send. Good tokens are answered whatever else comes from there. */
import { isIPv6 } from 'node:net';
import { LRUCache } from 'lru-cache';

const windowMs = 60_000;
const mostInWindow = 60;
const addresses = 10_000;

export class BadTokens {
  readonly #counts = new LRUCache<string, number>({ max: addresses, ttl: windowMs, noUpdateTTL: true });

  /** Counts one. @returns whether there were too many within a minute */
  count(address: string): boolean {
    const sender = senderOf(address);
    const count = (this.#counts.get(sender) ?? 0) + 1;
    this.#counts.set(sender, count);
    return count > mostInWindow;
  }
}

const groups = 8;
const groupsOfNetwork = 4;
const mapped = '::ffff:';

/** Who has an address of IPv6 has 2^64 of them: its network counts. Those of IPv4 count alone, however they are written. */
export function senderOf(address: string): string {
  const [plain = ''] = address.toLowerCase().split('%');
  if (!isIPv6(plain)) return plain;
  if (plain.startsWith(mapped) && plain.includes('.')) return plain.slice(mapped.length);
  const [before = '', after] = plain.split('::');
  const written = (part: string) => (part === '' ? [] : part.split(':'));
  const zeros = groups - written(before).length - written(after ?? '').length;
  const all = [...written(before), ...Array(after === undefined ? 0 : zeros).fill('0')];
  const network = [...all, ...written(after ?? '')].slice(0, groupsOfNetwork);
  return network.map((group) => Number.parseInt(group, 16).toString(16)).join(':');
}
