import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';

const compiled = new URL('../../dist/interrupt/cancel-on-interrupt.js', import.meta.url).href;
const nextPressMs = 400;

interface Waiting {
  readonly child: ChildProcess;
  /** Everything said so far. */
  readonly output: () => string;
  readonly said: (text: string) => Promise<void>;
  readonly exitCode: Promise<number>;
}

/** A process that waits for a run; `started` says whether the run has an ID before the first signal. */
function waitingProcess(started: boolean): Waiting {
  const script = `
    import { cancelOnInterrupt } from ${JSON.stringify(compiled)};
    const guard = cancelOnInterrupt((text) => console.log(text));
    const run = { runId: 'feed-1', cancel: async (reason) => { console.log('cancelled for ' + reason); } };
    ${started ? 'guard.watch(run);' : 'setTimeout(() => guard.watch(run), 300);'}
    console.log('ready');
    setTimeout(() => process.exit(7), 30_000);
  `;
  const child = spawn(process.execPath, ['--input-type=module', '-e', script]);
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => {
    output += chunk.toString();
  });
  const said = async (text: string) => {
    while (!output.includes(text)) await once(child.stdout, 'data');
  };
  const exitCode = once(child, 'exit').then(([code]) => code as number);
  return { child, output: () => output, said, exitCode };
}

describe('a signal to a command that waits for its run', () => {
  it.each([
    ['SIGINT', 'Ctrl-C', 130],
    ['SIGTERM', 'SIGTERM', 143],
  ] as const)('%s cancels, and the second leaves', async (signal, reason, code) => {
    const { child, said, exitCode } = waitingProcess(true);
    await said('ready');
    child.kill(signal);
    await said(`cancelled for ${reason}`);
    await sleep(nextPressMs);
    child.kill(signal);
    expect(await exitCode).toBe(code);
  });

  it('cancels a run that starts only after it', async () => {
    const { child, said, exitCode } = waitingProcess(false);
    await said('ready');
    child.kill('SIGTERM');
    await said('as soon as it has started');
    await said('cancelled for SIGTERM');
    await sleep(nextPressMs);
    child.kill('SIGINT');
    expect(await exitCode).toBe(130);
  });

  it('counts once where npm passes on what the terminal has sent to both', async () => {
    const { child, said, output } = waitingProcess(true);
    await said('ready');
    child.kill('SIGINT');
    await said('cancelled for Ctrl-C');
    child.kill('SIGINT');
    await sleep(nextPressMs);
    expect(child.exitCode).toBeNull();
    expect(output().match(/cancelled for/g)).toHaveLength(1);
    child.kill('SIGKILL');
  });

  it('leaves the run alone where the terminal hung up, and says how to come back', async () => {
    const { child, said, output, exitCode } = waitingProcess(true);
    await said('ready');
    child.kill('SIGHUP');
    expect(await exitCode).toBe(129);
    expect(output()).toContain('the run feed-1 goes on');
    expect(output()).toContain('espalier show feed-1 --wait');
    expect(output()).not.toContain('cancelled for');
  });

  it('does not say that a run goes on which it has cancelled', async () => {
    const { child, said, output, exitCode } = waitingProcess(true);
    await said('ready');
    child.kill('SIGTERM');
    await said('cancelled for SIGTERM');
    child.kill('SIGHUP');
    expect(await exitCode).toBe(129);
    expect(output()).toContain('is being cancelled and ends by itself');
  });
});
