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
    ...(encoderSlots === undefined ? {} : { encoder: slotCount('--encoder-slots', encoderSlots) }),
    ...(trainerSlots === undefined ? {} : { trainer: slotCount('--trainer-slots', trainerSlots) }),
  };
  if (Object.keys(slots).length === 0) {
    throw new EspalierError('request.invalid', 'Give --encoder-slots, --trainer-slots or both.');
  }
  const { QuotaBook } = await import('@espalier/client');
  const quota = await withStore(context, (store) => new QuotaBook(store).change(team, slots, accountName()));
  output.print(`Runs of team ${team} hold at most ${slotsText(quota.slots)} at once.`);
  output.emit({ quota });
  return exitCodes.done;
}

/** Null for no limit. Of 0 slots the team's runs wait. */
function slotCount(option: string, text: string): number | null {
  if (text === 'none') return null;
  if (/^(0|[1-9]\d{0,8})$/.test(text)) return Number(text);
  throw new EspalierError(
    'request.invalid',
    `${option} expects a whole number, or none for no limit, not ${JSON.stringify(text)}.`,
  );
}
