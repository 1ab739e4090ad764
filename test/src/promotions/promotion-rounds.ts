/**
 * Responsible for rounds of promotions at once: in each, all have seen the same champion and each promotes a version of its own, so
 * that one may win. Then the history must tell of the winners, each once, and of nobody else.
 * Leaves to others: the servers (model-orchestrator.ts).
 */
import { connectModels, type ModelClient } from '@espalier/client';
import { EspalierError, type ModelChange } from '@espalier/domain';
import { mapBounded } from '@espalier/store';
import { openTemporal } from '@espalier/temporal';
import { Client } from '@temporalio/client';
import type { ModelOrchestrator } from './model-orchestrator.js';
import { registerVersion } from './register-versions.js';

export interface Rounds {
  readonly rounds: number;
  readonly callers: number;
  /** Events after which the model's workflow goes on as a new run. */
  readonly longestHistory: number;
  readonly onRound?: (round: number, seconds: number) => void;
}

export interface RoundsOutcome {
  /** Winners of each round. */
  readonly winners: readonly (readonly number[])[];
  /** Codes of the refusals, with how often each came. */
  readonly refusals: Readonly<Record<string, number>>;
  /** Oldest first. */
  readonly changes: readonly ModelChange[];
  /** Runs of the model's workflow, which went on so often. */
  readonly workflowRuns: number;
}

const model = 'home-feed';
/** Each from a process's own connection, as commands are. */
const clientCount = 5;
/** Fewer than Temporal takes of one workflow. */
const registeredAtOnce = 8;

export async function promoteInRounds(
  { settings, store }: ModelOrchestrator,
  { rounds, callers, longestHistory, onRound }: Rounds,
): Promise<RoundsOutcome> {
  const connection = await openTemporal(settings.temporal);
  const temporal = new Client({ connection, namespace: settings.temporal.namespace });
  const clients = await Promise.all(Array.from({ length: clientCount }, () => connectModels(settings)));
  try {
    const runs = Array.from({ length: callers + 1 }, (_, index) => `run-${index}`);
    await mapBounded(runs, registeredAtOnce, (run) =>
      registerVersion(temporal, store, { model, run, longestHistory }),
    );
    const winners: number[][] = [];
    const refusals: Record<string, number> = {};
    for (let round = 0; round < rounds; round++) {
      const startedAt = performance.now();
      const { champion } = await reader(clients).state(model);
      const versions = Array.from({ length: callers + 1 }, (_, index) => index + 1)
        .filter((version) => version !== champion)
        .slice(0, callers);
      const won: number[] = [];
      await Promise.all(
        versions.map(async (version, index) => {
          const client = clients[index % clientCount] as ModelClient;
          const asked = { by: `caller ${version}`, reason: `round ${round}` };
          try {
            await client.promoteSeen({ name: model, which: version }, champion, asked);
            won.push(version);
          } catch (error) {
            const code = error instanceof EspalierError ? error.code : String(error);
            refusals[code] = (refusals[code] ?? 0) + 1;
          }
        }),
      );
      winners.push(won);
      onRound?.(round, (performance.now() - startedAt) / 1000);
    }
    const { change } = await reader(clients).state(model);
    const changes = [...(await reader(clients).history(model, change))].reverse();
    return { winners, refusals, changes, workflowRuns: await runsOf(temporal) };
  } finally {
    for (const client of clients) await client[Symbol.asyncDispose]();
    await connection.close();
  }
}

/** What is wrong with the outcome; empty where all is well. */
export function faultsOf({ winners, changes }: RoundsOutcome, { rounds, callers }: Rounds): string[] {
  const faults: string[] = [];
  for (const [round, won] of winners.entries()) {
    if (won.length !== 1) faults.push(`round ${round} has ${won.length} winners: ${won.join(', ')}`);
  }
  const registered = callers + 1;
  if (changes.length !== registered + rounds)
    faults.push(`the history has ${changes.length} changes, not ${registered + rounds}`);
  for (const [index, change] of changes.entries()) {
    const { number, by, reason, version, before, after, action } = change;
    if (number !== index + 1) faults.push(`change ${index + 1} is numbered ${number}`);
    const round = index - registered;
    if (round < 0) {
      if (action !== 'register' || version !== number) faults.push(`change ${number} is no registration`);
      continue;
    }
    const [winner] = winners[round] ?? [];
    const told = `change ${number}: ${action} ${version} by ${by}, ${reason}`;
    if (action !== 'promote' || version !== winner) faults.push(`${told}, but ${winner} has won`);
    if (by !== `caller ${winner}` || reason !== `round ${round}`)
      faults.push(`${told}: not who asked, and why`);
    if (after.champion !== version || after.previous !== before.champion)
      faults.push(`${told}: aliases do not follow`);
    if (before.champion !== (changes[index - 1]?.after.champion ?? null))
      faults.push(`${told}: does not follow on the change before`);
  }
  return faults;
}

function reader([client]: readonly ModelClient[]) {
  return (client as ModelClient).reader;
}

async function runsOf(temporal: Client): Promise<number> {
  let runs = 0;
  const query = `WorkflowId = 'model/${model}'`;
  for await (const _ of temporal.workflow.list({ query })) runs += 1;
  return runs;
}
