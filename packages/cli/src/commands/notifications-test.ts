/** Responsible for `espalier notifications test [TARGET]`: from this machine, which reads the same file as the orchestrator on it. */
import { randomUUID } from 'node:crypto';
import { EspalierError, type Notification } from '@espalier/domain';
import { readTargets, send } from '@espalier/notifications';
import { accountName } from '../account-name.js';
import type { CommandContext } from '../command-context.js';
import { type ExitCode, exitCodes } from '../exit-codes.js';
import { paint } from '../render/paint.js';

export async function execute(context: CommandContext, name: string | undefined): Promise<ExitCode> {
  const { output } = context;
  const { notifyPath } = await context.settings();
  const targets = (await readTargets(notifyPath)).filter(
    (target) => name === undefined || target.name === name,
  );
  if (targets.length === 0) {
    const which = name === undefined ? 'names no target' : `names no target ${name}`;
    throw new EspalierError('notifications.unknown', `${notifyPath} ${which}, or there is no such file.`);
  }
  const notification: Notification = {
    ...{ id: `test/${randomUUID()}`, type: 'test', at: new Date().toISOString() },
    ...{ pipeline: null, model: null, runId: null },
    title: 'A test of Espalier',
    text: `Sent by ${accountName()}. Nothing happened.`,
  };
  const outcomes = await Promise.all(
    targets.map(async (target) => {
      try {
        await send(target, notification);
        return { target: target.name, reason: null };
      } catch (error) {
        if (!(error instanceof EspalierError)) throw error;
        return { target: target.name, reason: String(error.details.reason) };
      }
    }),
  );
  for (const { target, reason } of outcomes) {
    output.print(`${target}: ${reason === null ? paint.green('took it') : paint.red(reason)}`);
  }
  output.emit({ outcomes });
  return outcomes.every(({ reason }) => reason === null) ? exitCodes.done : exitCodes.unreachable;
}
