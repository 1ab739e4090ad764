/** Stops processes in order: those that came last go first, politely, then by force after their grace. */
import { setTimeout as sleep } from 'node:timers/promises';
import { isRunning, type ProcessIdentity, signalProcess } from './process-identity.js';

export interface Stoppable {
  readonly identity: ProcessIdentity | null;
  readonly order: number;
  readonly stopGraceMs: number;
}

const pollMs = 50;

async function stopOne(identity: ProcessIdentity, graceMs: number): Promise<void> {
  signalProcess(identity, 'SIGTERM');
  const deadline = performance.now() + graceMs;
  while (isRunning(identity)) {
    if (performance.now() > deadline) signalProcess(identity, 'SIGKILL');
    await sleep(pollMs);
  }
}

/** Resolves when none of them runs any more. */
export async function stopProcesses(processes: readonly Stoppable[]): Promise<void> {
  const orders = [...new Set(processes.map(({ order }) => order))].sort((a, b) => b - a);
  for (const order of orders) {
    const group = processes.filter((each) => each.order === order);
    await Promise.all(
      group.map(async ({ identity, stopGraceMs }) => {
        if (identity !== null) await stopOne(identity, stopGraceMs);
      }),
    );
  }
}

/** Ends these at once and waits until they are gone. */
export async function killProcesses(identities: readonly ProcessIdentity[]): Promise<void> {
  await Promise.all(identities.map((identity) => stopOne(identity, 0)));
}
