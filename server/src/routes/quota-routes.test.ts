import { acquireGang, openRedis, registerHost } from '@espalier/fanout';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type StartedServer, startServer } from '../testing/started-server.js';

let server: StartedServer;

beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server?.[Symbol.asyncDispose]());

const ask: StartedServer['askJson'] = (...asked) => server.askJson(...asked);

it('a quota is set, told with what the team holds, replaced and removed, and the audit log has it', async () => {
  expect((await ask('GET', '/v1/quotas')).json).toEqual({ quotas: [] });
  const set = await ask('PUT', '/v1/quotas/ranking', { slots: { trainer: 2, encoder: 1 } });
  expect([set.status, set.json]).toMatchObject([
    200,
    { team: 'ranking', slots: { trainer: 2, encoder: 1 }, by: 'admin-token' },
  ]);
  await ask('PUT', '/v1/quotas/ranking', { slots: { trainer: 3 } });
  const redis = await openRedis(server.redisUrl);
  const fingerprint = `sha256:${'1'.repeat(64)}` as const;
  const common = { redis, role: 'trainer', fingerprint } as const;
  const host = await registerHost({ ...common, hostId: 'a', incarnation: '1', slots: 3, taskQueue: 'a' });
  await acquireGang({ ...common, gangId: 'r.train', token: 1, worldSize: 2, team: 'ranking' });
  await acquireGang({ ...common, gangId: 's.train', token: 1, worldSize: 1 });
  expect((await ask('GET', '/v1/quotas')).json).toMatchObject({
    quotas: [
      { team: 'default', quota: null, held: { encoder: 0, trainer: 1 } },
      { team: 'ranking', quota: { slots: { trainer: 3 } }, held: { encoder: 0, trainer: 2 } },
    ],
  });
  const { hosts } = (await ask('GET', '/v1/hosts')).json;
  expect(hosts[0].slots.map(({ gang }: { gang: { team: string } }) => gang.team).sort()).toEqual([
    'default',
    'ranking',
    'ranking',
  ]);
  await host.close();
  redis.disconnect();
  expect(await ask('DELETE', '/v1/quotas/ranking')).toEqual({ status: 200, json: { team: 'ranking' } });
  expect(await ask('DELETE', '/v1/quotas/ranking')).toMatchObject({
    status: 404,
    json: { code: 'registry.no-quota' },
  });
  expect((await ask('GET', '/v1/quotas')).json).toEqual({ quotas: [] });
  const { entries } = (await ask('GET', '/v1/audit')).json;
  const told = entries.map((entry: Record<string, unknown>) => [entry.action, entry.subject, entry.outcome]);
  expect(told).toEqual([
    ['quotas.remove', 'ranking', 'refused'],
    ['quotas.remove', 'ranking', 'done'],
    ['quotas.set', 'ranking', 'done'],
    ['quotas.set', 'ranking', 'done'],
  ]);
});

it.each<[string, unknown]>([
  ['ranking', { slots: {} }],
  ['ranking', { slots: { trainer: -1 } }],
  ['ranking', { slots: { trainer: 1.5 } }],
  ['ranking', { slots: { trainer: 100_001 } }],
  ['ranking', { slots: { feature: 1 } }],
  ['ranking', { slots: { trainer: 1 }, more: 1 }],
  ['Ranking', { slots: { trainer: 1 } }],
  ['a'.repeat(64), { slots: { trainer: 1 } }],
])('no quota is %s %j', async (team, body) => {
  const { status, json } = await ask('PUT', `/v1/quotas/${team}`, body);
  expect([status, json.code]).toEqual([
    400,
    Object.keys((body as { slots: object }).slots).length === 0 ? 'registry.bad-quota' : 'server.malformed',
  ]);
  expect((await ask('GET', '/v1/quotas')).json).toEqual({ quotas: [] });
});

it('only an admin sets or removes one', async () => {
  const made = await ask('POST', '/v1/tokens', { name: 'operator', role: 'operator' });
  const { secret } = made.json;
  expect((await ask('GET', '/v1/quotas', undefined, secret)).status).toBe(200);
  for (const [method, body] of [
    ['PUT', { slots: { trainer: 1 } }],
    ['DELETE', undefined],
  ] as const) {
    expect(await ask(method, '/v1/quotas/ranking', body, secret)).toMatchObject({
      status: 403,
      json: { code: 'access.role' },
    });
  }
});
