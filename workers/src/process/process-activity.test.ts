import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { cpuTicks, isStopped } from './process-activity.js';

describe('process activity', () => {
  it('tells a stopped process from a running one, and one that is gone', async () => {
    const child = spawn(process.execPath, ['-e', 'for (;;);'], { stdio: 'ignore' });
    const pid = child.pid ?? 0;
    try {
      await pause(600);
      expect(isStopped(pid)).toBe(false);
      const before = cpuTicks(pid) ?? 0;
      await pause(300);
      expect(cpuTicks(pid)).toBeGreaterThan(before);
      child.kill('SIGSTOP');
      await pause(100);
      expect(isStopped(pid)).toBe(true);
    } finally {
      child.kill('SIGKILL');
      await once(child, 'exit');
    }
    expect(cpuTicks(pid)).toBeNull();
    expect(isStopped(pid)).toBe(false);
  });
});
