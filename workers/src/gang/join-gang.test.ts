import { spawn } from 'node:child_process';
import { resolveNativePart } from '@espalier/native';
import { startTestServers } from '@espalier/stack';
import { expect, test } from 'vitest';

/** A rank that joins, idles, leaves and is gone at once, as `rank-main.ts` ends. */
const program = `
  import { exitImmediately, loadXgboost } from '@espalier/xgboost';
  const { joinGang } = await import(process.argv[1]);
  const { library, settings, rank, idleMs } = JSON.parse(process.argv[2]);
  const input = { rank, worldSize: 2, gangId: 'run.train', context: { token: 1 } };
  const gang = await joinGang(loadXgboost(library), settings, input, 10);
  await new Promise((resolve) => setTimeout(resolve, idleMs));
  await gang.leave().catch((error) => { console.error(error); exitImmediately(1); });
  exitImmediately(0);
`;

test('a rank that leaves long after rank 0 still leaves in order', async () => {
  await using servers = await startTestServers({ parts: ['redis'] });
  const { settings } = servers;
  const library = resolveNativePart('xgboost', settings);
  const module = new URL('../../dist/gang/join-gang.js', import.meta.url).href;
  const exits = [0, 1].map((rank) => {
    const assignment = JSON.stringify({ library, settings, rank, idleMs: rank * 1_500 });
    const child = spawn(process.execPath, ['--input-type=module', '--eval', program, module, assignment], {
      cwd: new URL('../..', import.meta.url),
      stdio: ['ignore', 'inherit', 'inherit'],
    });
    return new Promise((resolve) => child.once('exit', resolve));
  });
  expect(await Promise.all(exits)).toEqual([0, 0]);
});
