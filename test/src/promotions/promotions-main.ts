/** `npm run test:promotions -- [--rounds N] [--callers N]`: fifty promotions at once, a hundred times; exit code 1 where one round has not one winner. */
import { parseArgs } from 'node:util';
import { wholeNumber } from '../command-line/whole-number.js';
import { quietRuntime } from '../workflows/time-skipping-server.js';
import { startModelOrchestrator } from './model-orchestrator.js';
import { faultsOf, promoteInRounds } from './promotion-rounds.js';

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '100' },
    callers: { type: 'string', default: '50' },
  },
});
const counts = {
  rounds: wholeNumber('rounds', values.rounds),
  callers: wholeNumber('callers', values.callers),
};

quietRuntime();
await using orchestrator = await startModelOrchestrator();
const startedAt = performance.now();
const rounds = {
  ...counts,
  longestHistory: 1_500,
  onRound: (round: number, seconds: number) => {
    if ((round + 1) % 10 === 0)
      console.log(`round ${round + 1} of ${counts.rounds}: ${seconds.toFixed(1)} s`);
  },
};
const outcome = await promoteInRounds(orchestrator, rounds);
const faults = faultsOf(outcome, rounds);
for (const fault of faults) console.error(fault);
const minutes = ((performance.now() - startedAt) / 60_000).toFixed(1);
const refused = Object.entries(outcome.refusals).map(([code, count]) => `${count} ${code}`);
console.log(
  `${counts.rounds} rounds of ${counts.callers} promotions in ${minutes} min: ${faults.length} faults; refused ${refused.join(', ')}; ` +
    `${outcome.changes.length} changes in the history; the model's workflow in ${outcome.workflowRuns} runs`,
);
if (faults.length > 0) process.exitCode = 1;
