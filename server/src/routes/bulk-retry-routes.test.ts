/** Retrying all failed runs that match, by the API; which are retried, test/src/workflows/bulk-retries.test.ts. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type StartedServer, startServer } from '../testing/started-server.js';

let server: StartedServer;

beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server?.[Symbol.asyncDispose]());

const ask: StartedServer['askJson'] = (...asked) => server.askJson(...asked);
const asked = { filter: { pipeline: 'feed' }, reason: 'the store is back', atMost: 5 };

it('nothing that failed is nothing to retry, and no change', async () => {
  const nothing = { id: null, runs: [], leftOut: 0, refused: [] };
  for (const dryRun of [true, false]) {
    expect(await ask('POST', '/v1/bulk-retries', { ...asked, dryRun })).toEqual({
      status: 200,
      json: nothing,
    });
  }
  expect((await ask('GET', '/v1/bulk-retries')).json).toEqual({ bulkRetries: [], nextCursor: null });
  expect((await ask('GET', '/v1/audit')).json.entries).toEqual([]);
});

it('is closed to tokens of a team: what matches may be of others', async () => {
  const made = await ask('POST', '/v1/tokens', { name: 'ranking', role: 'operator', team: 'ranking' });
  expect(await ask('POST', '/v1/bulk-retries', asked, made.json.secret)).toMatchObject({
    status: 403,
    json: { code: 'access.team' },
  });
});

it.each([
  ['a filter of other keys', { ...asked, filter: { tag: 'a=b' } }],
  ['no number', { ...asked, atMost: undefined }],
  ['more than one operation takes', { ...asked, atMost: 201 }],
  ['more at once than go', { ...asked, sideBySide: 21 }],
  ['no reason', { ...asked, reason: '' }],
])('refuses %s', async (_, body) => {
  const { status, json } = await ask('POST', '/v1/bulk-retries', body);
  expect([status, json.code]).toEqual([400, 'server.malformed']);
});
