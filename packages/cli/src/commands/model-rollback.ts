/** Responsible for `espalier model rollback NAME`. Leaves to others: whether there is a champion to go back to (workflows). */
import { accountName } from '../account-name.js';
import { type AskedOptions, askedReason } from '../asked-reason.js';
import type { CommandContext } from '../command-context.js';
import { type ExitCode, exitCodes } from '../exit-codes.js';
import { plainName } from '../plain-model-name.js';
import { answerText } from '../render/models-text.js';

export async function execute(
  context: CommandContext,
  text: string,
  options: AskedOptions,
): Promise<ExitCode> {
  const model = plainName(text);
  const { connectModels } = await import('@espalier/client');
  await using models = await connectModels(await context.settings());
  const answer = await models.rollback(model, { by: accountName(), ...askedReason(options) });
  context.output.print(answerText('rollback', model, answer));
  context.output.emit({ model, action: 'rollback', ...answer });
  return exitCodes.done;
}
