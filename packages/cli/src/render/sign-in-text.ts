/** Responsible for how a sign-in link is told. Leaves to others: making it (sign-in-link.ts). */
import { isLoopback } from '@espalier/settings';
import type { SignInLink } from '../sign-in-link.js';

/**
 * The link stands alone on its line, whole, however narrow the terminal.
 * @param isOverSsh whether the terminal is at another machine, whose browser does not reach this one's loopback
 */
export function signInText({ url }: Pick<SignInLink, 'url'>, isOverSsh: boolean): string {
  const text = `Sign in, once and within ten minutes:\n${url}`;
  const { hostname, port } = new URL(url);
  if (!isOverSsh || !isLoopback(hostname.replace(/^\[|\]$/g, ''))) return text;
  return `${text}\nYou came here by ssh: for a browser at the other end first  ssh -N -L ${port}:${hostname}:${port} THIS-MACHINE  there.`;
}
