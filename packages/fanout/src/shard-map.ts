/**
 * Responsible for which shards are done in as few letters as can be: a bit each, in Base64. Pure.
 * Leaves to others: what being done means (fanout-ledger.ts).
 */

/** Of more nobody sees the single one; the letters go into each heartbeat, and this is less than 3 kB of them. */
export const mostMappedShards = 16_384;

const bitsInByte = 8;

export class ShardMap {
  readonly #placeOf: ReadonlyMap<number, number>;
  readonly #bits: Buffer;
  #text: string | null = null;

  /** @param shards in order */
  constructor(shards: readonly number[]) {
    const mapped = shards.length > mostMappedShards ? [] : shards;
    this.#placeOf = new Map(mapped.map((shard, place) => [shard, place]));
    this.#bits = Buffer.alloc(Math.ceil(mapped.length / bitsInByte));
  }

  mark(shard: number): void {
    const place = this.#placeOf.get(shard);
    if (place === undefined) return;
    const byte = Math.floor(place / bitsInByte);
    this.#bits[byte] = (this.#bits[byte] ?? 0) | (1 << (place % bitsInByte));
    this.#text = null;
  }

  /** Undefined of none, and of more than are mapped. */
  get text(): string | undefined {
    if (this.#bits.length === 0) return undefined;
    this.#text ??= this.#bits.toString('base64');
    return this.#text;
  }
}
