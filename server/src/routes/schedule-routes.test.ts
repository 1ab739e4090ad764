import { afterAll, beforeAll, expect, it } from 'vitest';
import { type StartedServer, startServer } from '../testing/started-server.js';

let server: StartedServer;

beforeAll(async () => {
  server = await startServer();
  const spec = `name: feed
partitions: { key: day, marker: _SUCCESS }
source: { train: { uri: "s3://espalier-test/feed/day={day}/" }, split: { by: member, eval: 20% } }
tasks: [{ name: click, group: passive, label: clicked }]
`;
  expect((await ask('PUT', '/v1/pipelines/feed', { spec, reason: 'the first' })).status).toBe(200);
});
afterAll(() => server?.[Symbol.asyncDispose]());

const ask: StartedServer['askJson'] = (...asked) => server.askJson(...asked);

it('a schedule with mistakes is refused with all of them, and none is made', async () => {
  const asked = { pipeline: 'feed', every: '1d', timezone: 'Mars/Base', jitter: '2d', note: 'wanted' };
  const { status, json } = await ask('PUT', '/v1/schedules/nightly', asked);
  expect([status, json.code]).toEqual([400, 'request.invalid']);
  for (const mistake of [/no time zone/, /jitter 2d/]) expect(json.detail).toMatch(mistake);
  expect(await ask('GET', '/v1/schedules')).toEqual({
    status: 200,
    json: { schedules: [], nextCursor: null },
  });
  const changes = [
    ['GET', ''],
    ['DELETE', ''],
    ['POST', '/run'],
  ] as const;
  for (const [method, action] of changes) {
    const answer = await ask(method, `/v1/schedules/nightly${action}`);
    expect([answer.status, answer.json.code]).toEqual([404, 'workflow.unknown-schedule']);
  }
});

it('what a backfill would cost is told, and one that there is nothing to run of is none', async () => {
  const asked = { from: '2026-11-01', to: '2026-11-03', reason: 'a new label' };
  const { status, json } = await ask('POST', '/v1/pipelines/feed/backfills', { ...asked, dryRun: true });
  const cost = { toRun: 0, skipped: 0, absent: ['2026-11-01', '2026-11-02', '2026-11-03'] };
  const nothing = { id: null, cost: { ...cost, run: null, expectedSeconds: null }, labels: [] };
  expect([status, json]).toMatchObject([200, nothing]);
  expect((await ask('POST', '/v1/pipelines/feed/backfills', asked)).json).toMatchObject(nothing);
  expect((await ask('GET', '/v1/backfills')).json).toEqual({ backfills: [], nextCursor: null });
  const more = await ask('POST', '/v1/pipelines/feed/backfills', { ...asked, limit: 4 });
  expect([more.status, more.json.detail]).toEqual([400, expect.stringMatching(/--limit 4 .*allow: 4/)]);
  const unknown = '/v1/backfills/feed-backfill-20261101-000000-aaaa';
  for (const [method, path] of [
    ['GET', unknown],
    ['POST', `${unknown}/resume`],
  ] as const) {
    const answer = await ask(method, path);
    expect([answer.status, answer.json.code]).toEqual([404, 'workflow.unknown-backfill']);
  }
});
