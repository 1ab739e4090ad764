/** Responsible for a token's text and its digest: only the digest is ever kept. Leaves to others: who has which (token-book.ts). */
import { createHash, randomBytes } from 'node:crypto';

const secretBytes = 32;
const secretPattern = /^esp_[A-Za-z0-9_-]{43}$/;

/** 256 random bits: nobody guesses one, and a plain digest of it can't be turned round. */
export function newTokenSecret(): string {
  return `esp_${randomBytes(secretBytes).toString('base64url')}`;
}

export function isTokenSecret(text: string): boolean {
  return secretPattern.test(text);
}

/** SHA-256 as 64 hexadecimal digits. */
export function tokenDigest(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}
