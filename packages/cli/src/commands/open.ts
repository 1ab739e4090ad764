/** Responsible for `espalier open`. Leaves to others: making the link (sign-in-link.ts), the page that it leads to (server). */
import { EspalierError } from '@espalier/domain';
import type { Settings } from '@espalier/settings';
import type { CommandContext } from '../command-context.js';
import { type ExitCode, exitCodes } from '../exit-codes.js';
import { signInText } from '../render/sign-in-text.js';
import { type SignInRole, signInLink } from '../sign-in-link.js';

export interface OpenOptions {
  readonly role?: SignInRole;
}

export async function execute(
  { output, settings: read }: CommandContext,
  { role = 'admin' }: OpenOptions,
): Promise<ExitCode> {
  const settings = await read();
  const { homeDir, server } = settings;
  if (server.address !== null) await requireOwnServer(settings, server.address);
  const link = await signInLink({ homeDir, ...server }, role);
  output.print(signInText(link, settings.isOverSsh));
  output.emit(link);
  return exitCodes.done;
}

/**
 * While the stack is down its ports are anybody's on this machine, and who listens there would be told the administrator's token.
 * @throws EspalierError `stack.server-unreachable`
 */
async function requireOwnServer(settings: Settings, address: string): Promise<void> {
  const { status } = await import('@espalier/stack');
  const { homeDir, rows } = await status({ settings });
  const own = rows.find((row) => row.name === 'server' && row.address === address);
  // One that the settings place elsewhere is no process of this stack.
  if (own?.state === 'running' || (own === undefined && settings.server.isGiven)) return;
  const message =
    own === undefined || own.state === 'stopped'
      ? `The stack in ${homeDir} is not up.`
      : `The server of the stack in ${homeDir} is not ready (${own.state}).`;
  throw new EspalierError('stack.server-unreachable', message);
}
