import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, test } from 'vitest';
import { identify, isRunning, signalProcess } from './process-identity.js';

test('a process ID that now means another process is neither running nor signalled', async () => {
  const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' });
  const identity = identify(child.pid ?? 0);
  if (identity === null) throw new Error('The child does not run.');
  expect(isRunning(identity)).toBe(true);
  const earlier = { ...identity, startMark: `${identity.startMark}0` };
  expect(isRunning(earlier)).toBe(false);
  expect(signalProcess(earlier, 'SIGKILL')).toBe(false);
  expect(isRunning(identity)).toBe(true);
  expect(signalProcess(identity, 'SIGKILL')).toBe(true);
  await once(child, 'exit');
  expect(isRunning(identity)).toBe(false);
});
