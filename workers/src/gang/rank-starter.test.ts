import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { findProgram } from '@espalier/programs';
import { afterEach, expect, it, vi } from 'vitest';
// Compiled, since a rank's process can't be started from TypeScript.
import { RankStarter } from '../../dist/gang/rank-starter.js';

const program = findProgram(fileURLToPath(new URL('../../dist/gang/rank-main.js', import.meta.url)));
const patience = { timeout: 20_000, interval: 50 };

let starter: RankStarter | null = null;
let taken: ChildProcess[] = [];

afterEach(() => {
  starter?.[Symbol.dispose]();
  for (const rank of taken) rank.kill('SIGKILL');
  [starter, taken] = [null, []];
});

function starterOf(slots: number): RankStarter {
  starter = new RankStarter(program, 'encoder', slots);
  return starter;
}

function take(from: RankStarter): ChildProcess {
  const rank = from.start();
  taken.push(rank);
  return rank;
}

const titleOf = (pid: number | undefined) => {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim();
  } catch {
    return ''; // it has ended
  }
};

/** Children of this process that wait, their code loaded. */
function spares(): number[] {
  const children = readFileSync(`/proc/${process.pid}/task/${process.pid}/children`, 'utf8');
  return children
    .split(' ')
    .filter((pid) => pid !== '')
    .map(Number)
    .filter((pid) => titleOf(pid) === 'espalier-spare-rank');
}

it('a host that has nothing to do keeps a process for each slot, hands those out first, and starts others when all have ended', async () => {
  const ranks = starterOf(2);
  await vi.waitFor(() => expect(spares()).toHaveLength(2), patience);
  const first = spares();
  const [one, two, three] = [take(ranks), take(ranks), take(ranks)];
  expect([one.pid, two.pid]).toEqual(first);
  expect(first).not.toContain(three.pid);
  await vi.waitFor(() => expect(titleOf(three.pid)).toBe('espalier-spare-rank'), patience);
  for (const rank of [one, two]) {
    rank.kill('SIGKILL');
    await once(rank, 'exit');
  }
  // One is still at work, and has the cores.
  await new Promise((resolve) => setTimeout(resolve, 3_000));
  expect(spares()).toEqual([three.pid]);
  three.kill('SIGKILL');
  await vi.waitFor(() => expect(spares()).toHaveLength(2), patience);
});

it('one that has ended is not handed out', async () => {
  const ranks = starterOf(1);
  await vi.waitFor(() => expect(spares()).toHaveLength(1), patience);
  const [spare = 0] = spares();
  process.kill(spare, 'SIGKILL');
  await vi.waitFor(() => expect(titleOf(spare)).toBe(''), patience);
  expect(take(ranks).pid).not.toBe(spare);
});

it('none is left when the host closes, nor comes when its last rank ends', async () => {
  const ranks = starterOf(2);
  await vi.waitFor(() => expect(spares()).toHaveLength(2), patience);
  const rank = take(ranks);
  ranks[Symbol.dispose]();
  await vi.waitFor(() => expect(spares()).toEqual([rank.pid]), patience);
  rank.kill('SIGKILL');
  await new Promise((resolve) => setTimeout(resolve, 3_000));
  expect(spares()).toEqual([]);
});
