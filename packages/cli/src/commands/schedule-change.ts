/** Responsible for `espalier schedule pause`, `resume`, `run-now` and `delete`. */
import { accountName } from '../account-name.js';
import type { CommandContext } from '../command-context.js';
import { type ExitCode, exitCodes } from '../exit-codes.js';
import { withClient } from './with-client.js';

type Change = 'pause' | 'resume' | 'run-now' | 'delete';

const told: Readonly<Record<Change, (name: string) => string>> = {
  pause: (name) => `${name} starts nothing until \`espalier schedule resume ${name}\`.`,
  resume: (name) => `${name} goes on; \`espalier schedule show ${name}\` tells its next times.`,
  'run-now': (name) => `Asked for a run; \`espalier schedule show ${name}\` tells its ID and its end.`,
  delete: (name) => `Deleted ${name}. Runs that it has started go on.`,
};

export function execute(
  context: CommandContext,
  change: Change,
  name: string,
  { note = '' }: { readonly note?: string },
): Promise<ExitCode> {
  return withClient(context, async ({ schedules }) => {
    const asked = { by: accountName(), reason: note };
    if (change === 'pause') await schedules.pause(name, asked);
    else if (change === 'resume') await schedules.resume(name, asked);
    else if (change === 'run-now') await schedules.runNow(name);
    else await schedules.delete(name);
    context.output.print(told[change](name));
    context.output.emit({ schedule: name, done: change });
    return exitCodes.done;
  });
}
