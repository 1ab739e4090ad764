/**
 * Responsible for which sessions there are: in S3, and for some seconds in memory, so that they outlast the server and a request of one costs no
 * request to S3.
 * Leaves to others: whose token a session stands for (credentials.ts), how long it is good (session-record.ts).
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { EspalierError } from '@espalier/domain';
import type { Store } from '@espalier/store';
import { LRUCache } from 'lru-cache';
import { ExpirySweep } from './expiry-sweep.js';
import {
  idleMs,
  newSession,
  renewed,
  type SessionRecord,
  sessionKey,
  sessionRecordSchema,
  sessionsPrefix,
} from './session-record.js';
import { isSessionSecret, newSessionSecret } from './sign-in-secrets.js';
import { tokenDigest } from './token-secret.js';

/** So long after a session was ended elsewhere it may still be good here. */
const freshMs = 5_000;
/** A slow S3 holds up nobody whose session is known. */
const patienceMs = 2_000;
/** Where S3 is away, known sessions stay good for so long, as tokens do. */
const staleMs = 300_000;
const sessionsKept = 10_000;
/** Cookies that nobody knows are looked for in S3 so many at once. */
const unknownAtOnce = 16;

interface KeptSession {
  readonly record: SessionRecord;
  /** Null of one that was begun here and not read since. */
  readonly etag: string | null;
  readonly readAtMs: number;
}

export interface Session extends SessionRecord {
  readonly digest: string;
}

export class SessionBook {
  readonly #store: Store;
  readonly #sweep: ExpirySweep;
  readonly #kept = new LRUCache<string, KeptSession>({ max: sessionsKept });
  readonly #reading = new Map<string, Promise<void>>();

  constructor(store: Store) {
    this.#store = store;
    this.#sweep = new ExpirySweep(store, sessionsPrefix, idleMs);
  }

  /** @returns its secret, told once, for the cookie */
  async open(of: Pick<SessionRecord, 'tokenDigest' | 'role'>): Promise<{ secret: string; session: Session }> {
    const secret = newSessionSecret();
    const digest = tokenDigest(secret);
    const record = newSession(of, Date.now());
    await this.#store.putIfNoneMatch(sessionKey(digest), record);
    // Whoever has just signed in waits behind no look for sessions that nobody knows.
    this.#kept.set(digest, { record, etag: null, readAtMs: Date.now() });
    this.#sweep.whenDue();
    return { secret, session: { digest, ...record } };
  }

  /**
   * The session of a secret, which counts as used; null where there is none or it has ended.
   * @throws EspalierError `server.busy`; `store.*` where S3 is away for long
   */
  async find(secret: string): Promise<Session | null> {
    if (!isSessionSecret(secret)) return null;
    const digest = tokenDigest(secret);
    const known = this.#kept.get(digest);
    const ageMs = Date.now() - (known?.readAtMs ?? Number.NEGATIVE_INFINITY);
    if (ageMs > freshMs) {
      const reading = this.#read(digest, known !== undefined);
      if (known !== undefined && ageMs < staleMs) {
        await Promise.race([reading.catch(() => undefined), sleep(patienceMs)]);
      } else await reading;
    }
    const found = this.#kept.get(digest);
    if (found === undefined || found.record.expiresAtMs <= Date.now()) return null;
    return { digest, ...this.#used(digest, found) };
  }

  /** Ends it: here at once, at other servers within seconds. */
  async close({ digest }: Session): Promise<void> {
    await this.#store.deleteObject(sessionKey(digest));
    // A reading that began before would bring it back.
    await this.#reading.get(digest)?.catch(() => undefined);
    this.#kept.delete(digest);
  }

  /** One for all who ask meanwhile. */
  #read(digest: string, isKnown: boolean): Promise<void> {
    const begun = this.#reading.get(digest);
    if (begun !== undefined) return begun;
    if (!isKnown && this.#reading.size >= unknownAtOnce) {
      throw new EspalierError('server.busy', 'Too many unknown sessions are looked for at once.');
    }
    const reading = this.#readOne(digest).finally(() => this.#reading.delete(digest));
    this.#reading.set(digest, reading);
    return reading;
  }

  async #readOne(digest: string): Promise<void> {
    const readAtMs = Date.now();
    const stored = await this.#store.getJson(sessionKey(digest));
    const { data: record } = sessionRecordSchema.safeParse(stored?.value);
    if (stored === null || record === undefined) this.#kept.delete(digest);
    else this.#kept.set(digest, { record, etag: stored.etag, readAtMs });
  }

  /** Nobody waits for the writing: what is lost with it is an hour of twelve. */
  #used(digest: string, kept: KeptSession): SessionRecord {
    const record = renewed(kept.record, Date.now());
    if (record === null || kept.etag === null) return kept.record;
    this.#kept.set(digest, { ...kept, record });
    const readAgain = () => {
      const now = this.#kept.get(digest);
      if (now !== undefined) this.#kept.set(digest, { ...now, readAtMs: Date.now() - freshMs });
    };
    this.#store.putIfMatch(sessionKey(digest), record, kept.etag).then(readAgain, readAgain);
    return record;
  }
}
