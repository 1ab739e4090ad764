/** Responsible for how a sign-in link is told. Leaves to others: making it (sign-in-link.ts). */
import type { SignInLink } from '../sign-in-link.js';

/** The link stands alone on its line, whole, however narrow the terminal. */
export function signInText({ url }: SignInLink): string {
  return `Sign in, once and within ten minutes:\n${url}`;
}
