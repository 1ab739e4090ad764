/** Responsible for the command line as a user starts it: a process of its own. What it says is judged by the tests. */
import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { inheritedEnvironment } from '@espalier/settings';

export const workspaceDir = fileURLToPath(new URL('../../../', import.meta.url));
const program = fileURLToPath(new URL('../../../packages/cli/bin/espalier.js', import.meta.url));

export interface CommandResult {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Where the services are is each test's own choice, whatever the machine's environment says. */
const serviceVariables = [
  'ESPALIER_HOME',
  'ESPALIER_TEMPORAL_ADDRESS',
  'ESPALIER_REDIS_URL',
  'ESPALIER_S3_ENDPOINT',
  'ESPALIER_S3_BUCKET',
  'ESPALIER_SERVER_ADDRESS',
];

function environment(extra: Readonly<Record<string, string>>): NodeJS.ProcessEnv {
  const inherited = Object.entries(inheritedEnvironment());
  return { ...Object.fromEntries(inherited.filter(([name]) => !serviceVariables.includes(name))), ...extra };
}

export interface RunningCommand {
  readonly child: ChildProcess;
  readonly ended: Promise<CommandResult>;
}

/** Starts `espalier ARGS`; it ends by itself or by a signal. */
export function startEspalier(
  args: readonly string[],
  env: Readonly<Record<string, string>>,
): RunningCommand {
  const child = spawn(process.execPath, [program, ...args], {
    cwd: workspaceDir,
    env: environment(env),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  const ended = new Promise<CommandResult>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (exitCode) => resolve({ exitCode, stdout, stderr }));
  });
  return { child, ended };
}

/** Runs `espalier ARGS` to its end, whatever its exit code. */
export function espalier(
  args: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<CommandResult> {
  return startEspalier(args, env).ended;
}
