import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { measuredMessage, type RunEnd, runEndKey } from '@espalier/domain';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type StartedServer, startServer } from '../testing/started-server.js';

const runId = 'feed-20261128-060000-k3f9';
const startedAtMs = Date.parse('2026-11-28T06:00:00Z');
const steps = 5_000;
const spike = 3_210;

let server: StartedServer;

beforeAll(async () => {
  server = await startServer();
  const stage = { name: 'train', status: 'cancelled', attempt: 1, cache: null, shards: 0 } as const;
  const times = { startedAtMs, endedAtMs: startedAtMs + steps };
  const end: RunEnd = {
    progress: {
      ...{ runId, pipeline: 'feed', status: 'cancelled', error: null },
      stages: [{ ...stage, ...times, workflowId: null }],
    },
    ...{ manifests: {}, changes: [], ...times },
  };
  await server.store.putJson(runEndKey(runId), end);
  const lines = Array.from({ length: steps }, (_, at) => {
    const step = at + 1;
    const network = { click: step === spike ? 9 : 0.3 + 0.01 * Math.sin(step), like: 0.1 };
    const measured = { step, network, forest: { click: 0.31, like: 0.1 }, bestStep: 0 };
    const said = { level: 30, time: startedAtMs + at, process: 'trainer-1', runId, stage: 'train' };
    return JSON.stringify({ ...said, ...measured, msg: measuredMessage });
  });
  await mkdir(join(server.homeDir, 'logs'), { recursive: true });
  await writeFile(join(server.homeDir, 'logs', 'trainer-1.log'), `${lines.join('\n')}\n`);
});
afterAll(() => server?.[Symbol.asyncDispose]());

const curves = (query = '') =>
  server.ask('GET', `/v1/runs/${runId}/curves${query}`, { token: server.adminToken });

it('curves are told whole, or by so many points as can be seen, with every spike', async () => {
  const whole = (await curves()).json;
  expect(whole.measured.map(({ points }: { points: object[] }) => points.length)).toEqual([
    steps + 1,
    steps + 1,
  ]);
  const few = (await curves('?points=100')).json;
  expect(few.measured.map(({ task }: { task: string }) => task)).toEqual(['click', 'like']);
  const [{ points }] = few.measured;
  expect(points.length).toBeLessThanOrEqual(100);
  expect(points).toEqual(expect.arrayContaining([{ step: spike, value: 9 }]));
  expect([points[0].step, points.at(-1).step]).toEqual([0, steps]);
});

it.each(['points=9', 'points=10001', 'points=all', 'points=10.5', 'points=', 'other=1'])(
  '%s is refused',
  async (query) => {
    expect((await curves(`?${query}`)).status).toBe(400);
  },
);
