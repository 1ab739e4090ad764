import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { describe, expect, it } from 'vitest';

const compiled = new URL('../../dist/progress/cancel-on-interrupt.js', import.meta.url).href;

/** A process that waits for a run; `started` says whether the run has an ID before the first Ctrl-C. */
function waitingProcess(started: boolean): { child: ChildProcess; said: (text: string) => Promise<void> } {
  const script = `
    import { cancelOnInterrupt } from ${JSON.stringify(compiled)};
    const guard = cancelOnInterrupt((text) => console.log(text));
    const cancel = async () => { console.log('cancel called'); };
    ${started ? 'guard.watch(cancel);' : 'setTimeout(() => guard.watch(cancel), 300);'}
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
  return { child, said };
}

describe('cancelOnInterrupt', () => {
  it('cancels at the first Ctrl-C and leaves at the second', async () => {
    const { child, said } = waitingProcess(true);
    await said('ready');
    child.kill('SIGINT');
    await said('cancel called');
    child.kill('SIGINT');
    expect((await once(child, 'exit'))[0]).toBe(1);
  });

  it('cancels a run that starts after the first Ctrl-C', async () => {
    const { child, said } = waitingProcess(false);
    await said('ready');
    child.kill('SIGINT');
    await said('as soon as it has started');
    await said('cancel called');
    child.kill('SIGINT');
    expect((await once(child, 'exit'))[0]).toBe(1);
  });
});
