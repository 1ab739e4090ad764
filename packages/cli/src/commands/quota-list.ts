/** Responsible for `espalier quota list`. */
import type { CommandContext } from '../command-context.js';
import { type ExitCode, exitCodes } from '../exit-codes.js';
import { quotasText } from '../render/quotas-text.js';
import { withStore } from './with-registry.js';

export async function execute(context: CommandContext): Promise<ExitCode> {
  const { output } = context;
  const [{ QuotaBook }, { listSlots, openRedis }] = await Promise.all([
    import('@espalier/client'),
    import('@espalier/fanout'),
  ]);
  const redis = await openRedis((await context.settings()).redis.url);
  try {
    const slots = await listSlots(redis);
    const quotas = await withStore(context, (store) => new QuotaBook(store).list(slots));
    output.print(
      quotas.length === 0 ? 'No team has a quota, and none holds a slot.' : quotasText(quotas, output.width),
    );
    output.emit({ quotas });
    return exitCodes.done;
  } finally {
    redis.disconnect();
  }
}
