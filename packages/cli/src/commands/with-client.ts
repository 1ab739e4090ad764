/**
 * Responsible for one client for the length of a command.
 * Leaves to others: everything that the client does.
 */
import type { EspalierClient } from '@espalier/client';
import type { CommandContext } from '../command-context.js';

export async function withClient<T>(
  context: CommandContext,
  use: (client: EspalierClient) => Promise<T>,
): Promise<T> {
  const { connectClient } = await import('@espalier/client');
  const client = await connectClient(await context.settings());
  try {
    return await use(client);
  } finally {
    await client.close();
  }
}
