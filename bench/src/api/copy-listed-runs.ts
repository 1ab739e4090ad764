/**
 * Responsible for the runs of `bench api` that only lists tell of: rows of Temporal's own visibility store, copies of those that real
 * workflows have left there. Each through Temporal would take it half an hour, and lists read nothing else.
 * Leaves to others: the real ones (prepare-runs.ts).
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { pastRunsQueue } from './end-at-once.js';

export const copyProgram = fileURLToPath(new URL('../../python/copy_runs.py', import.meta.url));

/** While the stack is down. @param runs that are listed then */
export async function copyListedRuns(homeDir: string, runs: number): Promise<void> {
  const database = join(homeDir, 'data', 'temporal', 'temporal.db');
  const child = spawn('python3', [copyProgram, database, String(runs), pastRunsQueue], {
    // Standard output is the benchmark's document.
    stdio: ['ignore', 2, 2],
  });
  const [exitCode] = await once(child, 'exit');
  if (exitCode !== 0) throw new Error(`${copyProgram} ended with ${exitCode}`);
}
