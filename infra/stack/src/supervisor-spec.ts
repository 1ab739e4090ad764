import { fileURLToPath } from 'node:url';
import { launcher } from './launcher.js';
import type { ProcessSpec } from './process-spec.js';
import type { StackLayout } from './stack-layout.js';

/** How the supervisor itself is launched: like its processes, so that it outlives the command that starts it. */
export function supervisorSpec(layout: StackLayout): ProcessSpec {
  return {
    name: 'supervisor',
    command: process.execPath,
    args: [
      ...launcher,
      fileURLToPath(new URL('../dist/supervisor-main.js', import.meta.url)),
      layout.homeDir,
    ],
    workingDir: layout.homeDir,
    env: {},
    ready: { kind: 'ready-file', path: layout.readyPath('supervisor') },
    address: null,
    ports: [],
    order: 0,
    stopGraceMs: 60_000,
  };
}
