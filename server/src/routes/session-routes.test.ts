/** Signing in by a link or a token, what a session may, and when it ends. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newSessionSecret, newSignInCode } from '../access/sign-in-secrets.js';
import { newTokenSecret } from '../access/token-secret.js';
import { type StartedServer, startServer } from '../testing/started-server.js';

type Asking = Pick<StartedServer, 'ask' | 'port'>;

let server: StartedServer;
let admin = '';
const json = { 'content-type': 'application/json' };
const ownPage = { 'sec-fetch-site': 'same-origin' };

beforeAll(async () => {
  server = await startServer();
  admin = await readFile(join(server.homeDir, 'admin-token'), 'utf8');
});
afterAll(() => server?.[Symbol.asyncDispose]());

async function newCode(role?: string): Promise<string> {
  const body = JSON.stringify(role === undefined ? {} : { role });
  const made = await server.ask('POST', '/v1/sign-in-codes', { token: admin, headers: json, body });
  expect(made.status).toBe(201);
  expect(made.json.expiresAtMs - Date.now()).toBeGreaterThan(590_000);
  return made.json.code;
}

function signIn(body: unknown, { headers = {}, from = '127.0.0.1', at = server as Asking } = {}) {
  return at.ask('POST', '/v1/session', {
    headers: { ...json, ...ownPage, ...headers },
    body: JSON.stringify(body),
    from,
  });
}

/** The pair that a browser sends back, at another port under that port's name. */
function cookieOf({ headers }: Awaited<ReturnType<typeof signIn>>, { port } = server as Asking): string {
  const [cookie = ''] = headers['set-cookie'] ?? [];
  expect(cookie).toMatch(/^espalier_session_\d+=ses_[\w-]{43}; .*HttpOnly; SameSite=Strict$/);
  return (cookie.split(';')[0] ?? '').replace(/_\d+=/, `_${port}=`);
}

function by(cookie: string, method: string, path: string, body?: unknown, headers: object = ownPage) {
  const sent = body === undefined ? {} : { body: JSON.stringify(body) };
  const type = body === undefined ? {} : json;
  return server.ask(method, path, { headers: { cookie, ...type, ...headers }, ...sent });
}

async function newToken(role: string, more = {}): Promise<{ secret: string; id: string }> {
  const body = JSON.stringify({ name: `a ${role}`, role, ...more });
  const made = await server.ask('POST', '/v1/tokens', { token: admin, headers: json, body });
  return { secret: made.json.secret, id: made.json.token.id };
}

describe('a link', () => {
  it('is good once, at whichever server, and the session at all of them', async () => {
    const code = await newCode();
    const other = await server.another();
    const told = await signIn({ code });
    expect(told.json).toEqual({
      name: 'admin-token',
      role: 'admin',
      team: null,
      expiresAtMs: expect.any(Number),
    });
    for (const at of [server, other]) {
      const again = await signIn({ code }, { at });
      expect([again.status, again.json.code]).toEqual([401, 'access.code-refused']);
      expect(again.headers['set-cookie']).toBeUndefined();
      const session = await at.ask('GET', '/v1/session', { headers: { cookie: cookieOf(told, at) } });
      expect(session.json).toEqual(told.json);
    }
    await other.ask('DELETE', '/v1/session', { headers: { cookie: cookieOf(told, other), ...ownPage } });
    const { json: gone } = await other.ask('GET', '/v1/runs', { headers: { cookie: cookieOf(told, other) } });
    expect(gone.code).toBe('access.session-ended');
  });

  it('is good once, however many try at a time', async () => {
    const code = await newCode();
    const other = await server.another();
    const tries = Array.from({ length: 10 }, (_, index) =>
      signIn({ code }, { at: index % 2 === 0 ? server : other, from: '127.0.1.1' }),
    );
    const statuses = (await Promise.all(tries)).map(({ status }) => status);
    expect(statuses.sort()).toEqual([200, ...Array(9).fill(401)]);
  });

  it('leaves no more than the role that it was made for', async () => {
    const cookie = cookieOf(await signIn({ code: await newCode('viewer') }));
    expect((await by(cookie, 'GET', '/v1/session')).json.role).toBe('viewer');
    expect((await by(cookie, 'GET', '/v1/runs')).status).toBe(200);
    for (const [method, path] of [
      ['GET', '/v1/tokens'],
      ['POST', '/v1/sign-in-codes'],
      ['POST', '/v1/runs'],
    ] as const) {
      const { status, json: told } = await by(cookie, method, path, method === 'POST' ? {} : undefined);
      expect([status, told.code], path).toEqual([403, 'access.role']);
    }
  });

  it.each([
    {},
    { code: 'x' },
    { code: newSignInCode() },
    { code: 'x'.repeat(300) },
    { code: 1 },
    { code: 'x', token: 'y' },
  ])('that is none is refused: %j', async (body) => {
    const { status, json: told } = await signIn(body, { from: '127.0.1.2' });
    expect([
      [400, 'server.malformed'],
      [401, 'access.code-refused'],
    ]).toContainEqual([status, told.code]);
  });
});

describe('a session', () => {
  it('is of a token and its team, and ends with it', async () => {
    const { secret, id } = await newToken('operator', { team: 'ranking' });
    const told = await signIn({ token: secret });
    expect(told.json).toMatchObject({ role: 'operator', team: 'ranking' });
    const cookie = cookieOf(told);
    const refused = await by(cookie, 'DELETE', '/v1/schedules/none');
    expect([refused.status, refused.json.code]).toEqual([403, 'access.team']);
    await server.ask('DELETE', `/v1/tokens/${id}`, { token: admin });
    const ended = await by(cookie, 'GET', '/v1/session');
    expect([ended.status, ended.json.code]).toEqual([401, 'access.session-ended']);
    // The browser is told to forget it.
    expect(ended.headers['set-cookie']?.[0]).toMatch(/^espalier_session_\d+=; Max-Age=0;/);
  });

  it('ends when it is closed, and is known after a restart until then', async () => {
    const told = await signIn({ token: admin });
    const cookie = cookieOf(told);
    const restarted = await server.another();
    const headers = { cookie: cookieOf(told, restarted) };
    expect((await restarted.ask('GET', '/v1/runs', { headers })).status).toBe(200);
    const closed = await by(cookie, 'DELETE', '/v1/session');
    expect([closed.status, closed.text]).toEqual([204, '']);
    expect((await by(cookie, 'GET', '/v1/runs')).json.code).toBe('access.session-ended');
    const ask = async () => (await restarted.ask('GET', '/v1/runs', { headers })).status;
    await expect.poll(ask, { timeout: 10_000 }).toBe(401);
  });

  it('changes something only for the server’s own pages', async () => {
    const cookie = cookieOf(await signIn({ token: admin }));
    const own = `http://127.0.0.1:${server.port}`;
    const asked = async (headers: object) => {
      const { status, json: told } = await by(cookie, 'POST', '/v1/sign-in-codes', {}, headers);
      return status === 201 ? status : told.code;
    };
    expect(await asked({ origin: own })).toBe(201);
    expect(await asked({ 'sec-fetch-site': 'same-origin' })).toBe(201);
    const foreign = [{}, { 'sec-fetch-site': 'none' }, { 'sec-fetch-site': 'same-site' }];
    for (const headers of [...foreign, { origin: 'null' }, { origin: 'http://127.0.0.1:1' }]) {
      expect(await asked(headers), JSON.stringify(headers)).toBe('access.foreign-origin');
    }
    expect((await by(cookie, 'GET', '/v1/runs', undefined, {})).status).toBe(200);
  });

  it('takes the place of the one that the browser had, which is good for nothing then', async () => {
    const former = cookieOf(await signIn({ token: admin }));
    const refused = await signIn({ code: newSignInCode() }, { headers: { cookie: former } });
    expect(refused.status).toBe(401);
    expect((await by(former, 'GET', '/v1/session')).status).toBe(200);
    const now = cookieOf(await signIn({ code: await newCode('viewer') }, { headers: { cookie: former } }));
    expect((await by(former, 'GET', '/v1/session')).json.code).toBe('access.session-ended');
    expect((await by(now, 'GET', '/v1/session')).json.role).toBe('viewer');
  });

  it('that has just begun is known, however many look for sessions that nobody knows', async () => {
    const name = `espalier_session_${server.port}`;
    let isOver = false;
    const unknown = async () => {
      while (!isOver) {
        const headers = { cookie: `${name}=${newSessionSecret()}` };
        await server.ask('GET', '/v1/session', { headers, from: '127.0.1.6' });
      }
    };
    const crowd = Array.from({ length: 64 }, unknown);
    const statuses = new Set<number>();
    for (let signed = 0; signed < 20; signed += 1) {
      const cookie = cookieOf(await signIn({ token: admin }));
      statuses.add((await by(cookie, 'GET', '/v1/session')).status);
    }
    isOver = true;
    await Promise.all(crowd);
    expect([...statuses]).toEqual([200]);
  });

  it('counts for nothing beside a token', async () => {
    const cookie = cookieOf(await signIn({ token: admin }));
    const bad = await server.ask('GET', '/v1/runs', { token: newTokenSecret(), headers: { cookie } });
    expect(bad.json.code).toBe('access.token-refused');
    expect((await server.ask('GET', '/v1/session', { token: admin })).json.expiresAtMs).toBeNull();
  });

  it('has a cookie for TLS and this host alone where the page came by it, which counts before any other', async () => {
    const origin = `https://127.0.0.1:${server.port}`;
    const { headers } = await signIn({ token: admin }, { headers: { origin } });
    const [cookie = ''] = headers['set-cookie'] ?? [];
    expect(cookie).toMatch(
      /^__Host-espalier_session_\d+=ses_[\w-]{43}; .*Path=\/; HttpOnly; Secure; SameSite=Strict$/,
    );
    const plain = await signIn({ token: (await newToken('viewer')).secret });
    expect(plain.headers['set-cookie']?.[0]).not.toMatch(/Secure/);
    const both = `${cookieOf(plain)}; ${cookie.split(';')[0]}`;
    expect((await by(both, 'GET', '/v1/session')).json.role).toBe('admin');
    const { headers: left } = await by(both, 'DELETE', '/v1/session');
    expect(left['set-cookie']).toMatchObject(
      [/^__Host-.*Max-Age=0.*Secure/, /^espalier_session_.*Max-Age=0/].map((one) =>
        expect.stringMatching(one),
      ),
    );
  });
});

it('bad tokens are throttled, and good ones from the same address are not', async () => {
  const from = '127.0.1.5';
  const codes = new Set<string>();
  for (let sent = 0; sent < 80; sent += 1) {
    const answer = await server.ask('GET', '/v1/runs', { token: newTokenSecret(), from });
    codes.add(answer.json.code);
    if (answer.status === 429) expect(answer.headers['retry-after']).toBe('60');
  }
  expect([...codes]).toEqual(['access.token-refused', 'access.throttled']);
  expect((await server.ask('GET', '/v1/runs', { token: admin, from })).status).toBe(200);
});

it('bad codes and cookies are throttled, and good ones from the same address are not', async () => {
  const from = '127.0.1.3';
  const codes = new Set<string>();
  const name = `espalier_session_${server.port}`;
  for (let sent = 0; sent < 40; sent += 1) {
    codes.add((await signIn({ code: newSignInCode() }, { from })).json.code);
    const headers = { cookie: `${name}=${newSessionSecret()}` };
    codes.add((await server.ask('GET', '/v1/runs', { from, headers })).json.code);
  }
  expect([...codes]).toEqual(['access.code-refused', 'access.session-ended', 'access.throttled']);
  const told = await signIn({ code: await newCode() }, { from });
  expect(told.status).toBe(200);
});

it('the audit log and the stored objects tell of sign-ins, and no code and no session', async () => {
  const code = await newCode('operator');
  const cookie = cookieOf(await signIn({ code }, { from: '127.0.1.4' }));
  await by(cookie, 'DELETE', '/v1/session');
  const { json: told } = await server.ask('GET', '/v1/audit?limit=3', { token: admin });
  const entries = told.entries.map((entry: Record<string, unknown>) => [
    ...[entry.action, entry.tokenName, entry.role, entry.detail, entry.from, entry.outcome],
  ]);
  expect(entries).toEqual([
    ['session.close', 'admin-token', 'operator', null, '127.0.0.1', 'done'],
    ['session.open', 'admin-token', 'operator', 'by a link, of role operator', '127.0.1.4', 'done'],
    ['sign-in-codes.create', 'admin-token', 'admin', 'of role operator', '127.0.0.1', 'done'],
  ]);
  const secrets = [code, cookie.split('=')[1] ?? ''];
  const texts = [server.log()];
  for (const { key } of await server.store.list('')) {
    texts.push(key + JSON.stringify((await server.store.getJson(key))?.value));
  }
  for (const text of texts) expect(secrets.filter((secret) => text.includes(secret))).toEqual([]);
});
