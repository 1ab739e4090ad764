/** Which processes let their heaps grow, and when. */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';

let dir: string;
let watch: string;
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'espalier-heap-'));
  watch = join(dir, 'watch.cjs');
  // Says which flags a program sets.
  writeFileSync(
    watch,
    `const v8 = require('node:v8');
    const { setFlagsFromString } = v8;
    v8.setFlagsFromString = (flags) => { setFlagsFromString(flags); process.send({ flags }); };
    require('node:module').syncBuiltinESMExports();`,
  );
});
afterAll(() => rmSync(dir, { recursive: true, force: true }));

function start(program: string, ...args: string[]): { child: ChildProcess; set: string[] } {
  const path = fileURLToPath(new URL(`../../dist/${program}`, import.meta.url));
  const child = fork(path, [String(process.pid), ...args], {
    execArgv: ['--require', watch],
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });
  const set: string[] = [];
  child.on('message', (message: { flags?: string }) => {
    if (message.flags !== undefined) set.push(message.flags);
  });
  return { child, set };
}

const growing = ['--heap-growing-percent=200'];

it('the process of shards does when it starts', async () => {
  const { child, set } = start('shards/shard-main.js', dir);
  await once(child, 'message');
  expect(set).toEqual(growing);
  child.kill('SIGKILL');
});

it('a rank does when it is assigned, and a spare stays small', async () => {
  const { child, set } = start('gang/rank-main.js', 'encoder');
  await sleep(1_500);
  expect(set).toEqual([]);
  child.send({ input: { context: {} }, scratchDir: dir });
  await once(child, 'message');
  expect(set).toEqual(growing);
  child.kill('SIGKILL');
});
