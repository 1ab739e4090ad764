import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { resolveNativePart } from '@espalier/native';
import { startTestServers, type TestServers } from '@espalier/stack';
import { afterAll, beforeAll, expect, test } from 'vitest';

/** A rank that loads for a while, joins as it is told, sums once with the others, and is gone at once as `rank-main.ts` ends. */
const program = `
  import { exitImmediately, loadXgboost } from '@espalier/xgboost';
  const { joinGang } = await import(process.argv[1] + 'join-gang.js');
  const { joinSums } = await import(process.argv[1] + 'join-sums.js');
  const { library, settings, how, rank, loadMs } = JSON.parse(process.argv[2]);
  await new Promise((resolve) => setTimeout(resolve, loadMs));
  const waited = [];
  const input = {
    rank, worldSize: 2, gangId: 'run.' + how, context: { token: 1 }, onWaiting: (missing) => waited.push(...missing),
  };
  try {
    const sums = Float32Array.of(rank + 1);
    if (how === 'gang') {
      const { communicator, leave } = await joinGang(loadXgboost(library), settings, input, 10);
      await communicator.allreduceSum(sums);
      await leave();
    } else {
      const { reducer, leave } = await joinSums(settings, input, 10);
      await reducer.allReduceSum(sums);
      await leave();
    }
    console.log(JSON.stringify({ sum: sums[0], waitedFor: [...new Set(waited)] }));
  } catch (error) {
    console.log(String(error));
  }
  exitImmediately(0);
`;

let servers: TestServers;
beforeAll(async () => {
  servers = await startTestServers({ parts: ['redis'] });
});
afterAll(() => servers[Symbol.asyncDispose]());

/** Longer than the ranks would wait for each other once all are there. */
const loadMs = 36_000;

test.concurrent.each(['gang', 'sums'])(
  "a rank whose inputs take far longer than its peer's still joins: %s",
  async (how) => {
    const { settings } = servers;
    const library = resolveNativePart('xgboost', settings);
    const folder = new URL('../../dist/gang/', import.meta.url).href;
    const told = await Promise.all(
      [0, 1].map((rank) => {
        // Rank 0 opens the meeting as a rule: here it is the late one of one gang, and not of the other.
        const late = how === 'gang' ? rank === 1 : rank === 0;
        const assignment = { library, settings, how, rank, loadMs: late ? loadMs : 0 };
        const child = spawn(
          process.execPath,
          ['--input-type=module', '--eval', program, folder, JSON.stringify(assignment)],
          { cwd: new URL('../..', import.meta.url), stdio: ['ignore', 'pipe', 'inherit'] },
        );
        return text(child.stdout);
      }),
    );
    const waitedFor = how === 'gang' ? [[1], []] : [[], [0]];
    expect(told.map((each) => JSON.parse(each))).toEqual(
      waitedFor.map((ranks) => ({ sum: 3, waitedFor: ranks })),
    );
  },
  90_000,
);
