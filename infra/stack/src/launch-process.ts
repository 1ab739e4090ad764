/** Starts one process of the stack so that it outlives whoever starts it: own session, output straight to its log. */
import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, rmSync } from 'node:fs';
import { inheritedEnvironment } from '@espalier/settings';
import { stackMarkVariable } from './process-identity.js';
import { openProcessLog } from './process-log.js';
import type { ProcessSpec } from './process-spec.js';
import type { StackLayout } from './stack-layout.js';

export function launchProcess(spec: ProcessSpec, layout: StackLayout): ChildProcess {
  if (spec.ready.kind === 'ready-file') rmSync(spec.ready.path, { force: true });
  const log = openProcessLog(layout.logPath(spec.name));
  try {
    const child = spawn(spec.command, spec.args, {
      cwd: spec.workingDir,
      detached: true,
      stdio: ['ignore', log, log],
      env: inheritedEnvironment({
        ...spec.env,
        [stackMarkVariable]: layout.homeDir,
        ESPALIER_HOME: layout.homeDir,
        ESPALIER_PROCESS: spec.name,
      }),
    });
    child.unref();
    return child;
  } finally {
    closeSync(log);
  }
}
