import { readFile, stat } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { fastify } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { guard } from './access/guard.js';
import { newTokenSecret } from './access/token-secret.js';
import { type StartedServer, startServer } from './testing/started-server.js';
import { type Route, toldRoutes } from './testing/told-routes.js';

let server: StartedServer;
let admin = '';
let viewer = '';
let viewerId = '';

beforeAll(async () => {
  server = await startServer();
  admin = await readFile(join(server.homeDir, 'admin-token'), 'utf8');
  const made = await post('/v1/tokens', { name: 'reader', role: 'viewer' });
  viewer = made.json.secret;
  viewerId = made.json.token.id;
});
afterAll(() => server?.[Symbol.asyncDispose]());

const json = { 'content-type': 'application/json' };

function post(path: string, body: unknown, token = admin, headers = {}) {
  return server.ask('POST', path, { token, headers: { ...json, ...headers }, body: JSON.stringify(body) });
}

const routes = () => toldRoutes(server.app);

/** What a route answers with to `asked`; each refusal is a problem document, and a status that the document tells of. */
async function refusals(
  chosen: (route: Route) => boolean,
  asked: (route: Route) => Parameters<StartedServer['ask']>[2],
): Promise<Record<string, string>> {
  const told: Record<string, string> = {};
  for (const route of routes().filter(chosen)) {
    const { method, path } = route;
    const answer = await server.ask(method, path, asked(route));
    expect(answer.headers['content-type'], `${method} ${path}`).toMatch('application/problem+json');
    expect(answer.json.status).toBe(answer.status);
    expect(route.statuses).toContain(String(answer.status));
    told[`${method} ${path}`] = `${answer.status} ${answer.json.code}`;
  }
  expect(Object.keys(told).length).toBeGreaterThan(0);
  return told;
}

const distinct = (told: Record<string, string>) => [...new Set(Object.values(told))];

describe('every route', () => {
  it('is one of those that are meant to be there, each with its role', () => {
    const told = routes().map(({ method, path, role }) => `${method} ${path} ${role}`);
    expect(told.sort()).toMatchInlineSnapshot(`
      [
        "DELETE /v1/pipelines/none operator",
        "DELETE /v1/quotas/none admin",
        "DELETE /v1/schedules/none operator",
        "DELETE /v1/session viewer",
        "DELETE /v1/tokens/tok_000000000000 admin",
        "GET /v1/audit admin",
        "GET /v1/backfills viewer",
        "GET /v1/backfills/none-backfill-20260101-000000-aaaa viewer",
        "GET /v1/bulk-cancels viewer",
        "GET /v1/bulk-cancels/cancel-20260101-000000-aaaa viewer",
        "GET /v1/bulk-retries viewer",
        "GET /v1/bulk-retries/retry-20260101-000000-aaaa viewer",
        "GET /v1/compared-runs viewer",
        "GET /v1/health anyone",
        "GET /v1/hosts viewer",
        "GET /v1/models viewer",
        "GET /v1/models/none viewer",
        "GET /v1/models/none/history viewer",
        "GET /v1/models/none/versions/1 viewer",
        "GET /v1/models/none/watch viewer",
        "GET /v1/notifications viewer",
        "GET /v1/notifications/dead viewer",
        "GET /v1/openapi.json anyone",
        "GET /v1/partitions/2026-01-01 viewer",
        "GET /v1/pipelines viewer",
        "GET /v1/pipelines/none viewer",
        "GET /v1/pipelines/none/activity viewer",
        "GET /v1/pipelines/none/partitions viewer",
        "GET /v1/quotas viewer",
        "GET /v1/runs viewer",
        "GET /v1/runs/none-20260101-000000-aaaa viewer",
        "GET /v1/runs/none-20260101-000000-aaaa/artifacts viewer",
        "GET /v1/runs/none-20260101-000000-aaaa/artifacts/content operator",
        "GET /v1/runs/none-20260101-000000-aaaa/curves viewer",
        "GET /v1/runs/none-20260101-000000-aaaa/events viewer",
        "GET /v1/runs/none-20260101-000000-aaaa/logs viewer",
        "GET /v1/runs/none-20260101-000000-aaaa/spec viewer",
        "GET /v1/runs/none-20260101-000000-aaaa/stages viewer",
        "GET /v1/runs/none-20260101-000000-aaaa/version viewer",
        "GET /v1/schedules viewer",
        "GET /v1/schedules/none viewer",
        "GET /v1/session viewer",
        "GET /v1/task-kinds viewer",
        "GET /v1/tokens admin",
        "PATCH /v1/runs/none-20260101-000000-aaaa/tags operator",
        "POST /v1/backfills/none-backfill-20260101-000000-aaaa/cancel operator",
        "POST /v1/backfills/none-backfill-20260101-000000-aaaa/resume operator",
        "POST /v1/bulk-cancels operator",
        "POST /v1/bulk-cancels/cancel-20260101-000000-aaaa/stop operator",
        "POST /v1/bulk-retries operator",
        "POST /v1/bulk-retries/retry-20260101-000000-aaaa/stop operator",
        "POST /v1/models/none/approve operator",
        "POST /v1/models/none/promote operator",
        "POST /v1/models/none/reject operator",
        "POST /v1/models/none/rollback operator",
        "POST /v1/pipelines/none/backfills operator",
        "POST /v1/pipelines/none/runs operator",
        "POST /v1/runs operator",
        "POST /v1/runs/none-20260101-000000-aaaa/cancel operator",
        "POST /v1/runs/none-20260101-000000-aaaa/notes operator",
        "POST /v1/runs/none-20260101-000000-aaaa/retry operator",
        "POST /v1/schedules/none/pause operator",
        "POST /v1/schedules/none/resume operator",
        "POST /v1/schedules/none/run operator",
        "POST /v1/session anyone",
        "POST /v1/sign-in-codes admin",
        "POST /v1/tokens admin",
        "PUT /v1/pipelines/none operator",
        "PUT /v1/quotas/none admin",
        "PUT /v1/schedules/none operator",
      ]
    `);
  });

  it('refuses to be without a role', () => {
    const app = fastify() as never as StartedServer['app'];
    guard(app, server.credentials, { name: '127.0.0.1', publicUrl: null });
    expect(() => app.get('/open', () => 'secrets')).toThrow('GET /open declares no role');
  });

  const guarded = ({ role }: Route) => role !== 'anyone';

  it('refuses a request without a token, and one with a bad token', async () => {
    expect(distinct(await refusals(guarded, () => ({})))).toEqual(['401 access.token-missing']);
    const bad = ['nonsense', newTokenSecret(), `${admin}x`];
    for (const [index, token] of bad.entries()) {
      const places = Array.from({ length: 250 }, (_, at) => `127.0.${index + 1}.${at + 1}`).values();
      const told = await refusals(guarded, () => ({ token, from: places.next().value ?? '' }));
      expect(distinct(told)).toEqual(['401 access.token-refused']);
    }
  });

  it('refuses a role that is not enough', async () => {
    const told = await refusals(
      ({ role }) => role === 'operator' || role === 'admin',
      ({ hasBody }) => ({ token: viewer, ...(hasBody ? { headers: json, body: '{}' } : {}) }),
    );
    expect(distinct(told)).toEqual(['403 access.role']);
  });

  it('refuses foreign pages and foreign hosts', async () => {
    const foreign = [
      { origin: 'http://evil.example' },
      { 'sec-fetch-site': 'cross-site' },
      { host: 'evil.example' },
    ];
    for (const headers of foreign) {
      const told = await refusals(
        () => true,
        () => ({ token: admin, headers }),
      );
      expect(distinct(told)).toEqual(['403 access.foreign-origin']);
    }
  });

  const withBody = ({ hasBody }: Route) => hasBody;

  it('refuses bodies that are too large, no JSON, or not what it takes', async () => {
    const sent = async (body: string, headers: Record<string, string> = json) =>
      distinct(await refusals(withBody, () => ({ token: admin, headers, body })));
    expect(await sent(JSON.stringify({ spec: 'x'.repeat(300_000) }))).toEqual(['413 server.too-large']);
    expect(await sent('name: x', { 'content-type': 'text/yaml' })).toEqual(['415 server.media-type']);
    for (const body of ['{"a":', 'null', '[]', '{"nobody":"knows"}', '{"__proto__":{"a":1}}']) {
      expect(await sent(body)).toEqual(['400 server.malformed']);
    }
  });

  it('refuses parameters that it does not know', async () => {
    const long = `/v1/runs/${'a'.repeat(300)}`;
    const lists = [
      long,
      '/v1/runs/%zz',
      '/v1/runs?colour=red&limit=0',
      '/v1/audit?cursor=x',
      '/v1/runs?cursor=abcd',
      '/v1/runs?tag=colour',
      '/v1/runs?tag=Colour%3Dred',
      '/v1/runs?tag=colour%3Dred&cursor=abcd',
      '/v1/compared-runs?run=one-alone',
      '/v1/runs/a%2Fb',
      '/v1/pipelines/A',
      '/v1/pipelines/..%2Fmodels',
      '/v1/pipelines/none?version=0',
    ];
    for (const path of lists) {
      expect((await server.ask('GET', path, { token: admin })).status, path).toBe(400);
    }
    const told = await server.ask('GET', '/v1/runs?colour=red&limit=0', { token: admin });
    expect(told.json.issues).toHaveLength(2);
  });

  it('says which methods a path takes', async () => {
    const answer = await server.ask('PUT', '/v1/runs', { token: admin });
    const told = { status: 405, headers: { allow: 'GET, HEAD, POST' }, json: { code: 'server.method' } };
    expect(answer).toMatchObject(told);
    for (const { path } of routes()) {
      expect((await server.ask('QUERY', path, { token: admin })).status, path).toBe(405);
    }
    expect((await server.ask('GET', '/v2', { token: admin })).json.code).toBe('server.no-route');
  });
});

describe('tokens', () => {
  it('lie in a file of their owner alone, and as digests in S3', async () => {
    expect((await stat(join(server.homeDir, 'admin-token'))).mode & 0o777).toBe(0o600);
    for (const { key } of await server.store.list('')) {
      const text = JSON.stringify((await server.store.getJson(key))?.value) + key;
      expect(text).not.toContain(admin);
      expect(text).not.toContain(viewer);
    }
  });

  it('read what they may, and nothing once they are revoked', async () => {
    expect((await server.ask('GET', '/v1/runs', { token: viewer })).json).toEqual({
      runs: [],
      nextCursor: null,
    });
    expect((await server.ask('DELETE', `/v1/tokens/${viewerId}`, { token: admin })).status).toBe(200);
    expect((await server.ask('GET', '/v1/runs', { token: viewer })).json.code).toBe('access.token-refused');
    const [own] = (await server.ask('GET', '/v1/tokens', { token: admin })).json.tokens;
    const refused = await server.ask('DELETE', `/v1/tokens/${own.id}`, { token: admin });
    expect([refused.status, refused.json.code]).toEqual([409, 'access.own-token']);
    const { tokens } = (await server.ask('GET', '/v1/tokens', { token: admin })).json;
    const told = ({ name, role, revokedAtMs }: Record<string, unknown>) => [name, role, revokedAtMs !== null];
    expect(tokens.map(told)).toEqual([
      ['admin-token', 'admin', false],
      ['reader', 'viewer', true],
    ]);
  });
});

describe('the audit log', () => {
  it('has every change, newest first, by the page', async () => {
    const read = async (query: string) =>
      (await server.ask('GET', `/v1/audit${query}`, { token: admin })).json;
    await post('/v1/runs/none-20260101-000000-aaaa/cancel', {});
    const { entries } = await read('');
    const told = entries.map(({ action, outcome, code, from }: Record<string, unknown>) => [
      action,
      outcome,
      code,
      from,
    ]);
    expect(told[0]).toEqual(['runs.cancel', 'refused', 'workflow.run-not-found', '127.0.0.1']);
    expect(told.at(-1)).toEqual(['tokens.create', 'done', null, '127.0.0.1']);
    const first = await read('?limit=1');
    const second = await read(`?limit=100&cursor=${first.nextCursor}`);
    expect([...first.entries, ...second.entries]).toEqual(entries);
    expect(second.nextCursor).toBeNull();
  });
});

describe('what is no request', () => {
  it('is answered with a problem document, and the server goes on', async () => {
    const sent = (text: string) =>
      new Promise<string>((resolve) => {
        const socket = connect(server.port, '127.0.0.1', () => socket.write(text));
        let told = '';
        socket.on('data', (chunk) => {
          told += chunk;
        });
        socket.on('close', () => resolve(told));
      });
    expect(await sent('nonsense\r\n\r\n')).toMatch(
      /^HTTP\/1.1 400 [\s\S]*problem\+json[\s\S]*server\.malformed/,
    );
    expect(await sent(`GET / HTTP/1.1\r\nhost: x\r\na: ${'b'.repeat(20_000)}\r\n\r\n`)).toMatch(
      /^HTTP\/1.1 431 [\s\S]*server\.too-large/,
    );
    expect((await server.ask('GET', '/v1/health')).json.status).toBe('ok');
  });
});

it('tells no secret in its log, at its most talkative', async () => {
  await server.ask('GET', `/v1/runs?token=${admin}`, { token: admin, headers: { cookie: `a=${admin}` } });
  await server.ask('GET', `/v1/${admin}`, { token: admin });
  expect(server.log()).toContain('answered');
  expect(server.log()).not.toContain(admin);
  expect(server.log()).not.toContain(viewer);
});
