import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { resolveNativePart } from '@espalier/native';
import { startTestProxy, startTestServers } from '@espalier/stack';
import { expect, test, vi } from 'vitest';
import { rankEnvironment } from './rank-environment.js';

/**
 * A rank that sums its number with the others' in a compiled step, and is gone at once, as `rank-main.ts` ends. It meets the others first,
 * as trainers do: what they still have to fetch of the last sum goes with it.
 */
const program = `
  import { allReduceSum, compileStep, loadTensorFlow } from '@espalier/tensorflow';
  const [{ joinDevices }, { meetPeers }] = await Promise.all(JSON.parse(process.argv[1]).map((each) => import(each)));
  const { addonPath, settings, rank, worldSize } = JSON.parse(process.argv[2]);
  const tf = await loadTensorFlow({ addonPath, threads: 1, visibleGpus: [], log: 'errors' });
  const input = { rank, worldSize, gangId: 'run.train', context: { token: 1 } };
  const collective = await joinDevices(settings, input, 10);
  const step = await compileStep(tf, ({ x }) => ({ sum: allReduceSum(tf, [x])[0] }), {
    inputs: { x: { shape: [2] } },
    collective,
  });
  const sums = [];
  for (const factor of [1, 10]) {
    const { sum } = await step.run({ x: Float32Array.of(factor * (rank + 1), factor) });
    sums.push([...sum.values]);
  }
  await meetPeers(settings, input, 'trained');
  process.stdout.write(JSON.stringify({ communication: collective.communication, sums }), () => {
    process.kill(process.pid, 'SIGKILL');
  });
`;

test('ranks meet through Redis and sum in the graph, whatever proxies there are', async () => {
  await using servers = await startTestServers({ parts: ['redis'] });
  await using proxy = await startTestProxy();
  for (const variable of ['grpc_proxy', 'https_proxy', 'http_proxy']) vi.stubEnv(variable, proxy.url);
  const { settings } = servers;
  const addonPath = resolveNativePart('tfjs-addon', settings);
  const modules = JSON.stringify(
    ['join-devices', 'meet-peers'].map((name) => new URL(`../../dist/gang/${name}.js`, import.meta.url).href),
  );
  const worldSize = 3;
  const told = await Promise.all(
    Array.from({ length: worldSize }, async (_, rank) => {
      const assignment = JSON.stringify({ addonPath, settings, rank, worldSize });
      const child = spawn(process.execPath, ['--input-type=module', '--eval', program, modules, assignment], {
        cwd: new URL('../..', import.meta.url),
        stdio: ['ignore', 'pipe', 'inherit'],
        env: rankEnvironment(settings),
      });
      const [output, [code, signal]] = await Promise.all([text(child.stdout), once(child, 'exit')]);
      expect({ rank, code, signal }).toEqual({ rank, code: null, signal: 'SIGKILL' });
      return JSON.parse(output);
    }),
  );
  const expected = {
    communication: 'ring',
    sums: [
      [6, 3],
      [60, 30],
    ],
  };
  expect(told).toEqual(Array.from({ length: worldSize }, () => expected));
  expect(proxy.asked).toEqual([]);
  vi.unstubAllEnvs();
});
