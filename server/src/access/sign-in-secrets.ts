/** Responsible for the texts of sessions and sign-in codes: random, and kept as digests alone (token-secret.ts). Leaves to others: whose they are. */
import { randomBytes } from 'node:crypto';

const secretBytes = 32;
const pattern = (prefix: string) => new RegExp(`^${prefix}_[A-Za-z0-9_-]{43}$`);
const sessionPattern = pattern('ses');
const codePattern = pattern('code');

/** 256 random bits, as of a token. */
function newSecret(prefix: string): string {
  return `${prefix}_${randomBytes(secretBytes).toString('base64url')}`;
}

export function newSessionSecret(): string {
  return newSecret('ses');
}

export function isSessionSecret(text: string): boolean {
  return sessionPattern.test(text);
}

export function newSignInCode(): string {
  return newSecret('code');
}

export function isSignInCode(text: string): boolean {
  return codePattern.test(text);
}
