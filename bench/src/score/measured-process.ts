/** Responsible for a program from its start to its end: how long it takes, what it prints, and the most memory it has. */
import { spawn } from 'node:child_process';
import { processFile } from '../waiting/process-files.js';

export interface MeasuredProcess {
  readonly seconds: number;
  readonly printed: string;
  /** `VmHWM`, last seen within some milliseconds of the end. */
  readonly peakMib: number;
}

const pollMs = 20;
const messageLimit = 4000;

/** The program ends with this process. @throws Error with the end of what it said, when it fails */
export async function measureProcess(
  executable: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv,
): Promise<MeasuredProcess> {
  const startedMs = performance.now();
  const child = spawn(executable, [...args], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  const end = () => void child.kill();
  process.once('exit', end);
  let printed = '';
  let said = '';
  let peakKib = 0;
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    printed += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said = (said + text).slice(-messageLimit);
  });
  const look = setInterval(() => {
    const [, kib] = /^VmHWM:\s+(\d+) kB$/m.exec(processFile(child.pid ?? 0, 'status')) ?? [];
    if (kib !== undefined) peakKib = Number(kib);
  }, pollMs);
  try {
    const code = await new Promise<number | null>((resolve, reject) => {
      child.once('error', reject);
      child.once('close', resolve);
    });
    if (code !== 0) throw new Error(`${executable} ${args[0]} ended with ${code}: ${printed}${said}`);
    return { seconds: (performance.now() - startedMs) / 1000, printed, peakMib: peakKib / 1024 };
  } finally {
    clearInterval(look);
    process.off('exit', end);
  }
}
