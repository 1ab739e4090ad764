/** Where the local stack keeps its files under its home folder. */
import { existsSync, realpathSync } from 'node:fs';
import { join, resolve } from 'node:path';

export interface StackLayout {
  readonly homeDir: string;
  /** State of the moment: gone after `down`, but for nothing that matters. */
  readonly runDir: string;
  readonly logsDir: string;
  readonly dataDir: string;
  /** Ports and key, remembered from the first `up` on. */
  readonly memoryPath: string;
  readonly planPath: string;
  readonly statePath: string;
  readonly readyPath: (processName: string) => string;
  /** What a worker is at, by its own account. */
  readonly workPath: (processName: string) => string;
  readonly logPath: (processName: string) => string;
}

/** The layout under `dir`; one folder has one layout, whatever path leads to it. Makes nothing. */
export function stackLayout(dir: string): StackLayout {
  const homeDir = existsSync(dir) ? realpathSync(dir) : resolve(dir);
  const runDir = join(homeDir, 'run');
  const logsDir = join(homeDir, 'logs');
  return {
    homeDir,
    runDir,
    logsDir,
    dataDir: join(homeDir, 'data'),
    memoryPath: join(homeDir, 'stack.json'),
    planPath: join(runDir, 'plan.json'),
    statePath: join(runDir, 'processes.json'),
    readyPath: (processName) => join(runDir, `${processName}.ready`),
    workPath: (processName) => join(runDir, `${processName}.work.json`),
    logPath: (processName) => join(logsDir, `${processName}.log`),
  };
}
