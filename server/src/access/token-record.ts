/** Responsible for what is kept of a token in S3, and where. Leaves to others: reading and writing it (token-book.ts). */
import { z } from 'zod';
import { roles } from './roles.js';

export const tokensPrefix = 'access/tokens/';

export const tokenRecordSchema = z.object({
  /** For people and for revoking; says nothing of the secret. */
  id: z.string(),
  name: z.string(),
  role: z.enum(roles),
  /** Whose runs it may start and change, and nothing else; null for all, as of tokens from before there were teams. */
  team: z.string().nullable().default(null),
  /** Of `fleet.priority` of what it starts, where that is not as registered; null for any. Of a team's token. */
  mostPriority: z.number().nullable().default(null),
  createdAtMs: z.number(),
  /** ID of the token by which it was made; null for the stack's own. */
  createdBy: z.string().nullable(),
  /** A revoked token stays, so that nothing makes it good again. */
  revokedAtMs: z.number().nullable(),
});
export type TokenRecord = z.infer<typeof tokenRecordSchema>;

/** @param digest of the secret, 64 hexadecimal digits */
export function tokenKey(digest: string): string {
  return `${tokensPrefix}${digest}.json`;
}

export function digestOfTokenKey(key: string): string {
  return key.slice(tokensPrefix.length, -'.json'.length);
}
