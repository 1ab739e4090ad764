/** Responsible for who types a command, as histories call them. */
import { userInfo } from 'node:os';

/** An account that the machine has no name for is told by its number. */
export function accountName(): string {
  try {
    return userInfo().username;
  } catch {
    return `user ${process.getuid?.() ?? 'unknown'}`;
  }
}
