/**
 * Responsible for the folder of an account's own (`~`), which accounts without HOME and without a passwd entry don't have: many
 * containers run under a bare number. The stack's home folder stands in for it.
 */
import { homedir, userInfo } from 'node:os';
import { isAbsolute } from 'node:path';

/**
 * Null for an account that has none. A HOME that is empty or relative is none: it would mean another folder in each process, by its
 * working directory.
 */
export function ownHome(): string | null {
  for (const find of [homedir, () => userInfo().homedir]) {
    try {
      const dir = find();
      if (isAbsolute(dir)) return dir;
    } catch {
      // The account is not in passwd.
    }
  }
  return null;
}

/** @param homeDir the stack's home folder */
export function accountHome(homeDir: string): string {
  return ownHome() ?? homeDir;
}

/**
 * Tells this process's libraries and children where `~` is: the AWS SDK, Temporal's server and pip fail without one, also where
 * they would find nothing in it.
 */
export function provideAccountHome(homeDir: string): void {
  if (!isAbsolute(process.env.HOME ?? '')) process.env.HOME = accountHome(homeDir);
}
