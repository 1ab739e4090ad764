/**
 * Responsible for the codes of sign-in links: each is good once, within ten minutes, at whichever server it is told.
 * Leaves to others: the session that follows (session-book.ts), how often bad ones may come (bad-tokens.ts).
 */
import { randomUUID } from 'node:crypto';
import { EspalierError } from '@espalier/domain';
import type { Store } from '@espalier/store';
import { z } from 'zod';
import { ExpirySweep } from './expiry-sweep.js';
import { roles } from './roles.js';
import type { SessionRecord } from './session-record.js';
import { isSignInCode, newSignInCode } from './sign-in-secrets.js';
import { tokenDigest } from './token-secret.js';

const prefix = 'access/sign-in-codes/';
const goodForMs = 600_000;
/** Codes are looked for in S3 so many at once. */
const looksAtOnce = 16;

const codeRecordSchema = z.object({
  /** What the session will stand for. */
  tokenDigest: z.string(),
  role: z.enum(roles),
  expiresAtMs: z.number(),
  /** By which attempt, null before. */
  usedBy: z.string().nullable(),
});
type CodeRecord = z.infer<typeof codeRecordSchema>;

export interface GoodCode extends Pick<SessionRecord, 'tokenDigest' | 'role'> {
  /** Uses it up. @throws EspalierError `access.code-refused` where another was quicker */
  use(): Promise<void>;
}

export class SignInCodes {
  readonly #store: Store;
  readonly #sweep: ExpirySweep;
  #looks = 0;

  constructor(store: Store) {
    this.#store = store;
    this.#sweep = new ExpirySweep(store, prefix, goodForMs);
  }

  /** @returns the code, told once */
  async make(
    of: Pick<SessionRecord, 'tokenDigest' | 'role'>,
  ): Promise<{ code: string; expiresAtMs: number }> {
    const code = newSignInCode();
    const expiresAtMs = Date.now() + goodForMs;
    await this.#store.putIfNoneMatch(keyOf(code), { ...of, expiresAtMs, usedBy: null });
    this.#sweep.whenDue();
    return { code, expiresAtMs };
  }

  /** Null where it is unknown, used or too old. @throws EspalierError `server.busy`, `store.*` */
  async find(code: string): Promise<GoodCode | null> {
    if (!isSignInCode(code)) return null;
    if (this.#looks >= looksAtOnce) {
      throw new EspalierError('server.busy', 'Too many sign-in codes are looked for at once.');
    }
    this.#looks += 1;
    try {
      const stored = await this.#store.getJson(keyOf(code));
      const { data: record } = codeRecordSchema.safeParse(stored?.value);
      if (stored === null || record === undefined) return null;
      if (record.usedBy !== null || record.expiresAtMs <= Date.now()) return null;
      const { tokenDigest: ofToken, role } = record;
      return { tokenDigest: ofToken, role, use: () => this.#use(code, record, stored.etag) };
    } finally {
      this.#looks -= 1;
    }
  }

  async #use(code: string, record: CodeRecord, etag: string): Promise<void> {
    const usedBy = randomUUID();
    const written = await this.#store.putIfMatch(keyOf(code), { ...record, usedBy }, etag);
    // It may be this very attempt whose answer was lost.
    const stored = written === null ? await this.#store.getJson(keyOf(code)) : null;
    const isMine = written !== null || codeRecordSchema.safeParse(stored?.value).data?.usedBy === usedBy;
    if (!isMine) throw refusedCode();
  }
}

export function refusedCode(): EspalierError {
  return new EspalierError('access.code-refused', 'The sign-in link is unknown, used or too old.');
}

function keyOf(code: string): string {
  return `${prefix}${tokenDigest(code)}.json`;
}
