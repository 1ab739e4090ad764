/** Responsible for how `espalier-server` is started: beside the workers, at the address that the settings or the stack's ports give. */
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { EspalierError } from '@espalier/domain';
import type { Settings } from '@espalier/settings';
import { launcher } from './launcher.js';
import type { ProcessSpec } from './process-spec.js';
import type { StackLayout } from './stack-layout.js';
import type { StackPorts } from './stack-ports.js';

const name = 'server';
const serverOrder = 1;
const stopGraceMs = 5_000;

export function serverAddress({ server }: Settings, ports: StackPorts): string {
  return server.isGiven && server.address !== null ? server.address : `127.0.0.1:${ports.server}`;
}

/** @throws EspalierError `stack.not-built` when the program is not built */
export function apiServerSpec(settings: Settings, layout: StackLayout, ports: StackPorts): ProcessSpec {
  const program = fileURLToPath(new URL('../../../server/dist/server-main.js', import.meta.url));
  if (!existsSync(program)) {
    throw new EspalierError('stack.not-built', `The server is not built (${program}).`, {
      details: { program },
    });
  }
  const address = serverAddress(settings, ports);
  return {
    name,
    command: process.execPath,
    args: [...launcher, program],
    workingDir: layout.homeDir,
    env: {},
    ready: { kind: 'ready-file', path: layout.readyPath(name) },
    address,
    ports: [Number(address.slice(address.lastIndexOf(':') + 1))],
    order: serverOrder,
    stopGraceMs,
  };
}
