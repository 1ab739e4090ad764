/** Responsible for `espalier open`. Leaves to others: making the link (sign-in-link.ts), the page that it leads to (server). */
import type { CommandContext } from '../command-context.js';
import { type ExitCode, exitCodes } from '../exit-codes.js';
import { signInText } from '../render/sign-in-text.js';
import { type SignInRole, signInLink } from '../sign-in-link.js';

export interface OpenOptions {
  readonly role?: SignInRole;
}

export async function execute(
  { output, settings }: CommandContext,
  { role = 'admin' }: OpenOptions,
): Promise<ExitCode> {
  const { homeDir, server } = await settings();
  const link = await signInLink({ homeDir, ...server }, role);
  output.print(signInText(link));
  output.emit(link);
  return exitCodes.done;
}
