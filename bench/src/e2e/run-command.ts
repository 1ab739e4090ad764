/** Runs a program to its end, as a person would start it, and gives what it printed. */
import { spawn } from 'node:child_process';

export interface Command {
  readonly executable: string;
  readonly args: readonly string[];
  readonly env: NodeJS.ProcessEnv;
}

const messageLimit = 4000;

/** The program ends with this process. @throws Error with the end of what it said, when it fails. */
export function runCommand({ executable, args, env }: Command): Promise<string> {
  const child = spawn(executable, [...args], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  const end = () => void child.kill();
  process.once('exit', end);
  let printed = '';
  let said = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    printed += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said = (said + text).slice(-messageLimit);
  });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => {
      process.off('exit', end);
      if (code === 0) resolve(printed);
      else reject(new Error(`${executable} ${args[0]} ended with ${code}: ${printed}${said}`));
    });
  });
}
