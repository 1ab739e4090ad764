/** Responsible for the grammar of quotas. Leaves to others: the rest of it (program.ts), what commands do. */
import type { Command } from 'commander';
import type { Call } from './program.js';

export function addQuotaCommands(program: Command, call: Call): void {
  const quota = program.command('quota').description('how many slots of hosts teams hold at once');
  quota
    .command('list')
    .description('list teams that have a quota or hold slots')
    .action(call(() => import('./commands/quota-list.js')));
  quota
    .command('set')
    .argument('<team>', 'as `fleet.team` of pipelines names it; `default` for those that name none')
    .description('set how many slots the runs of a team hold at once')
    .option('--encoder-slots <count>', 'most encoder slots, or none for no limit; without it as before')
    .option('--trainer-slots <count>', 'most trainer slots, or none for no limit; without it as before')
    .action(call(() => import('./commands/quota-set.js')));
  quota
    .command('remove')
    .argument('<team>', "the team's name")
    .description('take the quota of a team away: it has no limit any more')
    .action(call(() => import('./commands/quota-remove.js')));
}
