/** Responsible for making a Node process hang as a fault of its program would: it lives, computes nothing and answers nobody. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';

const waitForever = 'Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0)';
const patienceMs = 10_000;
const pollMs = 20;

/** Node's own debugger has the process wait; it has been told to when this returns. @throws Error where the debugger finds no way in */
export async function hangProcess(pid: number): Promise<void> {
  const inspector = spawn(process.execPath, ['inspect', '-p', String(pid)], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  let said = '';
  inspector.stdout.setEncoding('utf8').on('data', (text: string) => {
    said += text;
  });
  try {
    await until(() => said.includes('debug>'), `the debugger of process ${pid} was not ready: ${said}`);
    // Whoever waits answers nothing: it says that it will, and does.
    inspector.stdin.write(`exec setTimeout(() => ${waitForever}), 'hangs: ' + process.pid\n`);
    await until(
      () => said.includes(`hangs: ${pid}`),
      `the debugger reached another process than ${pid}: ${said}`,
    );
  } finally {
    inspector.kill('SIGKILL');
    await once(inspector, 'exit');
  }
}

async function until(isSo: () => boolean, otherwise: string): Promise<void> {
  const deadlineMs = performance.now() + patienceMs;
  while (!isSo()) {
    if (performance.now() > deadlineMs) throw new Error(otherwise);
    await sleep(pollMs);
  }
}
