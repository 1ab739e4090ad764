/** Cancelling all runs that match, by the API; which runs are told, packages/client tests. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type StartedServer, startServer } from '../testing/started-server.js';

let server: StartedServer;

beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server?.[Symbol.asyncDispose]());

const ask: StartedServer['askJson'] = (...asked) => server.askJson(...asked);

const asked = { filter: { pipeline: 'feed' }, reason: 'wrong features', atMost: 0 };

it('is started, told of and listed, and stands in the audit log', async () => {
  const { status, json } = await ask('POST', '/v1/bulk-cancels', asked);
  expect([status, json.runs]).toEqual([201, 0]);
  const path = `/v1/bulk-cancels/${json.id}`;
  await expect.poll(async () => (await ask('GET', path)).json.status, { timeout: 30_000 }).toBe('done');
  expect((await ask('GET', path)).json).toMatchObject({
    ...{ id: json.id, runs: 0, told: 0, untold: 0 },
    reason: 'wrong features (by admin-token, with all that match)',
  });
  const list = await ask('GET', '/v1/bulk-cancels?limit=5');
  expect(list.json).toMatchObject({ bulkCancels: [{ id: json.id, status: 'done' }], nextCursor: null });
  expect(await ask('POST', `${path}/stop`, { reason: 'late' })).toMatchObject({
    status: 200,
    json: { stopped: false },
  });
  const { entries } = (await ask('GET', '/v1/audit')).json;
  expect(entries.slice(0, 2)).toMatchObject([
    { action: 'bulk-cancels.stop', subject: json.id, outcome: 'done' },
    { action: 'bulk-cancels.start', subject: 'feed', detail: `0 runs, by ${json.id}`, outcome: 'done' },
  ]);
});

it('is no run, and is shown and ended as none', async () => {
  const { id } = (await ask('POST', '/v1/bulk-cancels', asked)).json;
  for (const path of ['', '/stages', '/spec', '/logs', '/artifacts', '/events']) {
    const { status, json } = await ask('GET', `/v1/runs/${id}${path}`);
    expect([status, json.code], path).toEqual([404, 'workflow.run-not-found']);
  }
  for (const [path, body] of Object.entries({ cancel: {}, notes: { text: 'x' }, retry: { from: 'train' } })) {
    const { status, json } = await ask('POST', `/v1/runs/${id}/${path}`, body);
    expect([status, json.code], path).toEqual([404, 'workflow.run-not-found']);
  }
});

it('is closed to tokens of a team: what matches may be of others', async () => {
  const made = await ask('POST', '/v1/tokens', { name: 'ranking', role: 'operator', team: 'ranking' });
  expect(await ask('POST', '/v1/bulk-cancels', asked, made.json.secret)).toMatchObject({
    status: 403,
    json: { code: 'access.team' },
  });
});

const clears = 'late \u001b[2J';

it('tells nobody’s terminal what to do', async () => {
  for (const [path, body] of [
    ['/v1/bulk-cancels', { ...asked, reason: clears }],
    ['/v1/bulk-cancels/cancel-20260101-000000-aaaa/stop', { reason: clears }],
    ['/v1/runs/none-20260101-000000-aaaa/cancel', { reason: clears }],
    ['/v1/tokens', { name: clears, role: 'viewer' }],
  ] as const) {
    const { status, json } = await ask('POST', path, body);
    expect([status, json.code], path).toEqual([
      400,
      expect.stringMatching(/^(request.invalid|server.malformed)$/),
    ]);
  }
});

it.each([
  ['a filter of other keys', { ...asked, filter: { tag: 'a=b' } }],
  ['no number', { ...asked, atMost: undefined }],
  ['no reason', { ...asked, reason: '' }],
])('refuses %s', async (_, body) => {
  const { status, json } = await ask('POST', '/v1/bulk-cancels', body);
  expect([status, json.code]).toEqual([400, 'server.malformed']);
});

it.each(['\u0000', 'Feed', "feed' OR 1=1"])(
  'refuses what no pipeline is called, wherever runs are filtered: %j',
  async (pipeline) => {
    const filter = { filter: { pipeline }, reason: 'a test', atMost: 1 };
    const refused = await Promise.all([
      ask('POST', '/v1/bulk-cancels', filter),
      ask('POST', '/v1/bulk-retries', filter),
      ask('GET', `/v1/runs?pipeline=${encodeURIComponent(pipeline)}`),
    ]);
    expect(refused.map(({ status, json }) => [status, json.code])).toEqual(
      Array(3).fill([400, 'server.malformed']),
    );
  },
);
