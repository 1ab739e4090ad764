import { execFileSync } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { describe, expect, it } from 'vitest';
import { coreShare, parseCoreList } from './core-share.js';

describe('parseCoreList', () => {
  it.each([
    ['0-1', [0, 1]],
    ['0-2,8,10-11\n', [0, 1, 2, 8, 10, 11]],
    ['5', [5]],
    ['', []],
  ])('%j', (list, cores) => {
    expect(parseCoreList(list)).toEqual(cores);
  });
});

describe('coreShare', () => {
  it.each([
    [[0, 1], 0, 2, [0]],
    [[0, 1], 1, 2, [1]],
    [[0, 1, 4, 5, 6], 1, 2, [4, 5]],
    [[0, 1], 2, 3, [0, 1]],
    [[3, 4], 0, 1, [3, 4]],
  ])('cores %j, rank %i of %i: %j', (cores, rank, worldSize, share) => {
    expect(coreShare(cores, rank, worldSize)).toEqual(share);
  });
});

it('binds threads that run and threads that start later', () => {
  const module = new URL('../../dist/gang/core-share.js', import.meta.url).href;
  const program = `
    import { readdirSync, readFileSync } from 'node:fs';
    import { Worker } from 'node:worker_threads';
    import { once } from 'node:events';
    const { bindToCoreShare } = await import(${JSON.stringify(module)});
    const worldSize = ${availableParallelism()};
    bindToCoreShare(worldSize - 1, worldSize);
    const worker = new Worker('import { parentPort } from "node:worker_threads"; parentPort.postMessage(0)', { eval: true, execArgv: ['--input-type=module'] });
    await once(worker, 'message');
    const lists = readdirSync('/proc/self/task').map(statusOf).filter((status) => status !== null).map((status) =>
      /^Cpus_allowed_list:\\s*(.*)$/m.exec(status)[1]);
    console.log(JSON.stringify([...new Set(lists)]));
    function statusOf(thread) {
      try {
        return readFileSync('/proc/self/task/' + thread + '/status', 'utf8');
      } catch (error) {
        // It has ended since.
        if (error.code === 'ENOENT' || error.code === 'ESRCH') return null;
        throw error;
      }
    }
  `;
  const output = execFileSync(process.execPath, ['--input-type=module', '--eval', program], {
    encoding: 'utf8',
  });
  const lists = JSON.parse(output) as string[];
  expect(lists).toHaveLength(1);
  expect(parseCoreList(lists[0] ?? '')).toHaveLength(1);
});
