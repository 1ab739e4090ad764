/** Stops all that `up` started and nothing else, with or without a supervisor to ask. */
import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { EspalierError } from '@espalier/domain';
import { withHostLock } from '@espalier/native';
import { loadSettings, type Settings } from '@espalier/settings';
import { isRunning, markedProcesses, signalProcess } from './process-identity.js';
import { seaweedfsSocketPaths } from './server-specs.js';
import { type StackLayout, stackLayout } from './stack-layout.js';
import { readStackMemory } from './stack-memory.js';
import { readStackState } from './stack-state.js';
import { killProcesses, stopProcesses } from './stop-processes.js';

export interface DownOptions {
  /** Default: those of this process's environment. */
  readonly settings?: Settings;
}

export interface DownResult {
  /** Names of the processes that ran; empty if the stack was down already. */
  readonly stopped: readonly string[];
}

const lockTimeoutMs = 180_000;
const supervisorGraceMs = 60_000;

async function stopStack(layout: StackLayout): Promise<DownResult> {
  const state = readStackState(layout.statePath);
  const running = (state?.processes ?? []).filter(({ identity }) => identity !== null && isRunning(identity));
  if (state !== null && signalProcess(state.supervisor, 'SIGTERM')) {
    const deadline = performance.now() + supervisorGraceMs;
    while (isRunning(state.supervisor) && performance.now() < deadline) await sleep(50);
    signalProcess(state.supervisor, 'SIGKILL');
  }
  // Without a supervisor, or if it did not manage: by what it wrote down, then by the mark that all of them carry.
  await stopProcesses(running);
  await killProcesses(markedProcesses(layout.homeDir));
  rmSync(layout.statePath, { force: true });
  for (const file of existsSync(layout.runDir) ? readdirSync(layout.runDir) : []) {
    if (file.endsWith('.ready')) rmSync(join(layout.runDir, file), { force: true });
  }
  const memory = readStackMemory(layout.memoryPath);
  for (const path of memory === null ? [] : seaweedfsSocketPaths(memory.ports)) rmSync(path, { force: true });
  return { stopped: running.map(({ name }) => name) };
}

/** @throws EspalierError `stack.busy` when another command works on this stack for minutes. */
export async function down(options: DownOptions = {}): Promise<DownResult> {
  const layout = stackLayout((options.settings ?? loadSettings()).homeDir);
  if (!existsSync(layout.homeDir)) return { stopped: [] };
  const outcome = await withHostLock(layout.homeDir, 'stack', { timeoutMs: lockTimeoutMs }, () =>
    stopStack(layout),
  );
  if (outcome === null) {
    throw new EspalierError(
      'stack.busy',
      `Another \`espalier up\` or \`down\` is at work on ${layout.homeDir}.`,
    );
  }
  return outcome.value;
}
