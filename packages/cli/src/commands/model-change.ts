/** Responsible for `espalier model promote | approve | reject`. Leaves to others: what is granted (workflows). */
import { modelReferenceText, parseModelReference } from '@espalier/domain';
import { accountName } from '../account-name.js';
import { type AskedOptions, askedReason } from '../asked-reason.js';
import type { CommandContext } from '../command-context.js';
import { type ExitCode, exitCodes } from '../exit-codes.js';
import { answerText } from '../render/models-text.js';

export async function execute(
  context: CommandContext,
  action: 'promote' | 'approve' | 'reject',
  text: string,
  options: AskedOptions,
): Promise<ExitCode> {
  const reference = parseModelReference(text);
  const { connectModels } = await import('@espalier/client');
  await using models = await connectModels(await context.settings());
  const answer = await models[action](reference, { by: accountName(), ...askedReason(options) });
  context.output.print(answerText(action, reference.name, answer));
  context.output.emit({ model: reference.name, asked: modelReferenceText(reference), action, ...answer });
  return exitCodes.done;
}
