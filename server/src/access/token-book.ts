/**
 * Responsible for which tokens there are: in S3, and for some seconds in memory, so that a request costs no request to S3.
 * Leaves to others: what a role may do (roles.ts), how often bad ones may come (bad-tokens.ts).
 */
import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { EspalierError } from '@espalier/domain';
import { mapBounded, type ObjectHead, type Store } from '@espalier/store';
import type { Role } from './roles.js';
import {
  digestOfTokenKey,
  type TokenRecord,
  tokenKey,
  tokenRecordSchema,
  tokensPrefix,
} from './token-record.js';
import { isTokenSecret, newTokenSecret, tokenDigest } from './token-secret.js';

/** So long after a token was revoked elsewhere it may still be good here. */
const freshMs = 5_000;
/** Tokens that nobody knows make the book be read this often, and no oftener. */
const pauseMs = 1_000;
/** A slow S3 holds up nobody whose token is known. */
const patienceMs = 2_000;
/** Where S3 is away, known tokens stay good for so long: pages are to say which service is away. */
const staleMs = 300_000;
const readAtOnce = 8;

interface Page {
  readonly etag: string;
  readonly record: TokenRecord;
}

/** What whoever makes a token says of it. */
export type ToldOfToken = Pick<TokenRecord, 'name' | 'role' | 'team' | 'mostPriority' | 'createdBy'>;

export interface NewToken {
  readonly record: TokenRecord;
  /** Told once, and kept nowhere. */
  readonly secret: string;
}

export class TokenBook {
  readonly #store: Store;
  /** By the digest of the secret. */
  #pages: ReadonlyMap<string, Page> = new Map();
  #readAtMs = Number.NEGATIVE_INFINITY;
  #reading: Promise<void> | null = null;

  constructor(store: Store) {
    this.#store = store;
  }

  /** The token's record, or null for one that is unknown or revoked. @throws EspalierError `store.*` where S3 is away for long */
  async find(secret: string): Promise<TokenRecord | null> {
    // What is compared is a digest that its sender can't choose: the time that a look-up takes tells nothing of any secret.
    return isTokenSecret(secret) ? this.findByDigest(tokenDigest(secret)) : null;
  }

  /** The same by the secret's digest. */
  async findByDigest(digest: string): Promise<TokenRecord | null> {
    const known = this.#pages.has(digest);
    const ageMs = Date.now() - this.#readAtMs;
    if (ageMs > (known ? freshMs : pauseMs)) {
      const reading = this.#refresh();
      if (known && ageMs < staleMs) await Promise.race([reading.catch(() => undefined), sleep(patienceMs)]);
      else await reading;
    }
    const record = this.#pages.get(digest)?.record;
    return record === undefined || record.revokedAtMs !== null ? null : record;
  }

  /** All of them, the revoked too, oldest first. */
  async list(): Promise<readonly TokenRecord[]> {
    await this.#read();
    return [...this.#pages.values()]
      .map(({ record }) => record)
      .sort((a, b) => a.createdAtMs - b.createdAtMs || (a.id < b.id ? -1 : 1));
  }

  async create(told: ToldOfToken): Promise<NewToken> {
    const secret = newTokenSecret();
    return { record: await this.#write(secret, told), secret };
  }

  /** Writes down a token whose secret is known, unless it is there: a revoked one stays so. */
  async provide(secret: string, name: string, role: Role): Promise<void> {
    await this.#write(secret, { name, role, team: null, mostPriority: null, createdBy: null });
  }

  /** @throws EspalierError `access.token-unknown` */
  async revoke(id: string): Promise<TokenRecord> {
    await this.#read();
    const found = [...this.#pages].find(([, { record }]) => record.id === id);
    if (found === undefined) throw new EspalierError('access.token-unknown', `There is no token ${id}.`);
    const [digest, { record }] = found;
    if (record.revokedAtMs !== null) return record;
    const revoked = { ...record, revokedAtMs: Date.now() };
    await this.#store.putJson(tokenKey(digest), revoked);
    await this.#read();
    return revoked;
  }

  async #write(secret: string, told: ToldOfToken): Promise<TokenRecord> {
    const id = `tok_${randomBytes(6).toString('hex')}`;
    const record = { id, ...told, createdAtMs: Date.now(), revokedAtMs: null };
    await this.#store.putIfNoneMatch(tokenKey(tokenDigest(secret)), record);
    await this.#read();
    return record;
  }

  /** One for all who ask meanwhile. */
  #refresh(): Promise<void> {
    this.#reading ??= this.#readAll().finally(() => {
      this.#reading = null;
    });
    return this.#reading;
  }

  /** A reading that began before something was written tells nothing of it. */
  async #read(): Promise<void> {
    await this.#reading?.catch(() => undefined);
    await this.#refresh();
  }

  /** Only what has changed is read. */
  async #readAll(): Promise<void> {
    const heads = await this.#store.list(tokensPrefix);
    const pages = await mapBounded(heads, readAtOnce, (head) => this.#page(head));
    this.#pages = new Map(pages.flatMap((page) => (page === null ? [] : [page])));
    this.#readAtMs = Date.now();
  }

  async #page({ key, etag }: ObjectHead): Promise<readonly [string, Page] | null> {
    const digest = digestOfTokenKey(key);
    const known = this.#pages.get(digest);
    if (known?.etag === etag) return [digest, known];
    const parsed = tokenRecordSchema.safeParse((await this.#store.getJson(key))?.value);
    return parsed.success ? [digest, { etag, record: parsed.data }] : null;
  }
}
