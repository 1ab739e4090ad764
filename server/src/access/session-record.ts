/** Responsible for what is kept of a session in S3, and for how long it is good. Pure. Leaves to others: reading and writing it (session-book.ts). */
import { z } from 'zod';
import { roles } from './roles.js';

export const sessionsPrefix = 'access/sessions/';

const hourMs = 3_600_000;
/** Unused for so long, it ends. */
export const idleMs = 12 * hourMs;
/** It ends then, however much it is used. */
export const longestMs = 7 * 24 * hourMs;
/** It is written anew once in so long, not at each request. */
const renewalMs = hourMs;

export const sessionRecordSchema = z.object({
  /** Digest of the token that it stands for: what the token may no more, the session may no more. */
  tokenDigest: z.string(),
  /** The most that it may do, whatever more the token may. */
  role: z.enum(roles),
  createdAtMs: z.number(),
  expiresAtMs: z.number(),
});
export type SessionRecord = z.infer<typeof sessionRecordSchema>;

/** @param digest of the session's secret, 64 hexadecimal digits */
export function sessionKey(digest: string): string {
  return `${sessionsPrefix}${digest}.json`;
}

export function newSession(of: Pick<SessionRecord, 'tokenDigest' | 'role'>, nowMs: number): SessionRecord {
  return { ...of, createdAtMs: nowMs, expiresAtMs: nowMs + idleMs };
}

/** @returns the session as it is to be after it was used now; null where that is no matter yet */
export function renewed(session: SessionRecord, nowMs: number): SessionRecord | null {
  const expiresAtMs = Math.min(nowMs + idleMs, session.createdAtMs + longestMs);
  return expiresAtMs - session.expiresAtMs < renewalMs ? null : { ...session, expiresAtMs };
}
