/** Responsible for the command line as a process of its own, for tests: what it prints, and how it ends. */
import { execFile } from 'node:child_process';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { inheritedEnvironment } from '@espalier/settings';

export const bin = fileURLToPath(new URL('../../bin/espalier.js', import.meta.url));

interface Outcome {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs `espalier ARGS` in a folder, with a home of its own there. */
export function espalierIn(
  folder: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<Outcome> {
  const environment = inheritedEnvironment({ ESPALIER_HOME: join(folder, 'home'), NO_COLOR: '1', ...env });
  return new Promise((resolve) => {
    execFile(process.execPath, [bin, ...args], { cwd: folder, env: environment }, (error, stdout, stderr) => {
      resolve({ exitCode: typeof error?.code === 'number' ? error.code : error ? -1 : 0, stdout, stderr });
    });
  });
}

/** A port of this machine where nobody answers. */
export async function closedPort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
