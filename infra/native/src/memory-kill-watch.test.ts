import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { MemoryKillWatch } from './memory-kill-watch.js';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'espalier-kernel-'));
});
afterEach(() => rmSync(dir, { recursive: true }));

function write(path: string, text: string): void {
  mkdirSync(join(dir, path, '..'), { recursive: true });
  writeFileSync(join(dir, path), text);
}

const oomControl = (kills: number) => `oom_kill_disable 0\nunder_oom 0\noom_kill ${kills}\n`;
const events = (kills: number) => `low 0\nhigh 0\nmax 41\noom 3\noom_kill ${kills}\noom_group_kill 0\n`;
const vmstat = (kills: number) => `pgfault 12\noom_kill ${kills}\nnuma_hit 3\n`;

describe('a kill for want of memory', () => {
  it.each([
    {
      where: 'in a group of version 1',
      groups: '5:cpu:/a\n4:memory:/jobs/7\n0::/\n',
      counter: 'cgroup/memory/jobs/7/memory.oom_control',
      text: oomControl,
    },
    {
      where: 'in a group of version 1 that is mounted as the root',
      groups: '4:memory:/docker/abc\n',
      counter: 'cgroup/memory/memory.oom_control',
      text: oomControl,
    },
    {
      where: 'in a group of version 2, whose name may hold a colon',
      groups: '0::/system.slice/a:b.service\n',
      counter: 'cgroup/system.slice/a:b.service/memory.events',
      text: events,
    },
    {
      where: 'of a machine without such groups',
      groups: '0::/\n',
      counter: 'proc/vmstat',
      text: vmstat,
    },
  ])('is seen $where', ({ groups, counter, text }) => {
    write('proc/9/cgroup', groups);
    write(counter, text(2));
    const watch = new MemoryKillWatch(9, { proc: join(dir, 'proc'), cgroup: join(dir, 'cgroup') });
    expect(watch.sawKill()).toBe(false);
    write(counter, text(3));
    expect(watch.sawKill()).toBe(true);
  });

  it('of another process long before is not taken for this one', () => {
    write('proc/9/cgroup', '0::/\n');
    write('cgroup/memory.events', events(0));
    const watch = new MemoryKillWatch(9, { proc: join(dir, 'proc'), cgroup: join(dir, 'cgroup') });
    const startMs = Date.now();
    write('cgroup/memory.events', events(1));
    for (let second = 1; second <= 30; second++) watch.look(startMs + 1_000 * second);
    expect(watch.sawKill(startMs + 31_000)).toBe(false);
  });

  it('is not known where the kernel counts none', () => {
    const watch = new MemoryKillWatch(9, { proc: join(dir, 'proc'), cgroup: join(dir, 'cgroup') });
    expect(watch.sawKill()).toBeNull();
  });

  it('is counted by the kernel that this runs on', () => {
    expect(new MemoryKillWatch(process.pid).sawKill()).toBe(false);
  });
});
