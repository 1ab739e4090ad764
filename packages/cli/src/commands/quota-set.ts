/** Responsible for `espalier quota set TEAM`. Leaves to others: what may be a quota (registry). */
import { EspalierError } from '@espalier/domain';
import { accountName } from '../account-name.js';
import type { CommandContext } from '../command-context.js';
import { type ExitCode, exitCodes } from '../exit-codes.js';
import { slotsText } from '../render/quotas-text.js';
import { withStore } from './with-registry.js';

export interface QuotaSetOptions {
  readonly encoderSlots?: string;
  readonly trainerSlots?: string;
}

export async function execute(
  context: CommandContext,
  team: string,
  { encoderSlots, trainerSlots }: QuotaSetOptions,
): Promise<ExitCode> {
  const { output } = context;
  const slots = {
    encoder: slotCount('--encoder-slots', encoderSlots),
    trainer: slotCount('--trainer-slots', trainerSlots),
  };
  const { QuotaBook } = await import('@espalier/client');
  const quota = await withStore(context, (store) => new QuotaBook(store).set(team, slots, accountName()));
  output.print(`Runs of team ${team} hold at most ${slotsText(quota.slots)} at once.`);
  output.emit({ quota });
  return exitCodes.done;
}

/** None is a count, too: the team's runs then wait. */
function slotCount(option: string, text: string | undefined): number | undefined {
  if (text === undefined || /^(0|[1-9]\d{0,8})$/.test(text)) {
    return text === undefined ? undefined : Number(text);
  }
  throw new EspalierError(
    'request.invalid',
    `${option} expects a whole number, not ${JSON.stringify(text)}.`,
  );
}
