/**
 * Responsible for the folder of an account's own (`~`), which accounts without HOME and without a passwd entry don't have: many
 * containers run under a bare number. The stack's home folder stands in for it.
 */
import { homedir } from 'node:os';

/** @param homeDir the stack's home folder */
export function accountHome(homeDir: string): string {
  try {
    return homedir();
  } catch {
    return homeDir;
  }
}

/**
 * Tells this process's libraries and children where `~` is: the AWS SDK, Temporal's server and pip fail without one, also where
 * they would find nothing in it.
 */
export function provideAccountHome(homeDir: string): void {
  process.env.HOME ??= accountHome(homeDir);
}
