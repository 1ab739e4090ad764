/**
 * Responsible for the first administrator's token: in a file of the stack's home that only its owner reads.
 * Leaves to others: all other tokens (token-book.ts).
 */
import { chmod, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { TokenBook } from './token-book.js';
import { isTokenSecret, newTokenSecret } from './token-secret.js';

const ownerOnly = 0o600;

/** Makes the file where it is missing, and the token known to the store. One that was revoked stays so: remove the file for another. */
export async function provideAdminToken(homeDir: string, book: TokenBook): Promise<string> {
  const path = join(homeDir, 'admin-token');
  await writeFile(path, newTokenSecret(), { flag: 'wx', mode: ownerOnly }).catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  });
  await chmod(path, ownerOnly);
  const text = (await readFile(path, 'utf8')).trim();
  const secret = isTokenSecret(text) ? text : newTokenSecret();
  if (secret !== text) await writeFile(path, secret, { mode: ownerOnly });
  await book.provide(secret, 'admin-token', 'admin');
  return path;
}
