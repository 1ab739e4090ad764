/** A session as a browser keeps it: out of reach of scripts, for the server's own pages alone. What the page makes of it is tested with its views. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { beforeAll, expect, test } from 'vitest';
import type { OwnStack } from '../e2e/own-stack.js';
import { sharedStack } from '../e2e/shared-stack.js';
import { Visitor } from './browser.js';

let stack: OwnStack;
let origin = '';
/** A document of the server's origin, whether the page is built or not. */
const anyDocument = '/runs';

beforeAll(async () => {
  stack = await sharedStack();
  origin = new URL((await stack.json<{ url: string }>('open')).url).origin;
});

async function signedIn(role: string): Promise<Visitor> {
  const { url } = await stack.json<{ url: string }>('open', '--role', role);
  const visitor = await Visitor.arrive();
  await visitor.page.goto(origin + anyDocument);
  const code = new URL(url).hash.slice(1);
  expect(await visitor.ask('POST', '/v1/session', { code })).toEqual({ status: 200, code: null });
  return visitor;
}

test('a code of a link signs in, once, and leaves nothing that a script can read', async () => {
  const { url } = await stack.json<{ url: string }>('open');
  const code = new URL(url).hash.slice(1);
  await using visitor = await Visitor.arrive();
  await visitor.page.goto(origin + anyDocument);
  expect(await visitor.ask('GET', '/v1/runs')).toEqual({ status: 401, code: 'access.token-missing' });
  expect(await visitor.ask('POST', '/v1/session', { code })).toEqual({ status: 200, code: null });
  expect(await visitor.ask('GET', '/v1/runs')).toEqual({ status: 200, code: null });
  const readable = 'document.cookie + JSON.stringify({ ...localStorage, ...sessionStorage })';
  expect(await visitor.page.evaluate(readable)).toBe('{}');
  const [cookie] = await visitor.context.cookies(origin);
  expect(cookie).toMatchObject({ httpOnly: true, sameSite: 'Strict', path: '/' });
  await using second = await Visitor.arrive();
  await second.page.goto(origin + anyDocument);
  expect(await second.ask('POST', '/v1/session', { code })).toEqual({
    status: 401,
    code: 'access.code-refused',
  });
  expect(await second.context.cookies(origin)).toEqual([]);
});

test('events come by it, and what the role allows is done', async () => {
  await using viewer = await signedIn('viewer');
  expect(await viewer.ask('POST', '/v1/runs', {})).toEqual({ status: 403, code: 'access.role' });
  await using operator = await signedIn('operator');
  expect((await operator.ask('DELETE', '/v1/schedules/none')).code).toBe('workflow.unknown-schedule');
  // It is let in, and told that there is no such run.
  const events = '/v1/runs/none-20260101-000000-aaaa/events';
  const [answer] = await Promise.all([
    viewer.page.waitForResponse(origin + events),
    viewer.page.evaluate(`void new EventSource('${events}')`),
  ]);
  expect(answer.status()).toBe(404);
});

test('it ends when its owner signs out, and the browser forgets it', async () => {
  await using visitor = await signedIn('admin');
  expect(await visitor.ask('DELETE', '/v1/session')).toEqual({ status: 204, code: null });
  expect(await visitor.context.cookies(origin)).toEqual([]);
  expect(await visitor.ask('GET', '/v1/session')).toEqual({ status: 401, code: 'access.token-missing' });
});

test('pages of another port of the machine, which is the same site, change and read nothing by it', async () => {
  await using visitor = await signedIn('admin');
  const other = createServer((_, response) => {
    response.setHeader('content-type', 'text/html');
    response.end(`<title>another</title><a href="${origin}${anyDocument}">look</a>`);
  }).listen(0, '127.0.0.1');
  await new Promise((resolve) => other.once('listening', resolve));
  const { port } = other.address() as AddressInfo;
  await visitor.page.goto(`http://127.0.0.1:${port}/`);
  const { page } = visitor;
  const network = await visitor.context.newCDPSession(page);
  await network.send('Network.enable');
  // Also of what the browser keeps from the page.
  const asked = new Set<string>();
  const statuses = new Map<string, number>();
  network.on('Network.requestWillBeSent', ({ requestId, request }) => {
    if (request.url.startsWith(origin)) asked.add(requestId);
  });
  network.on('Network.responseReceivedExtraInfo', ({ requestId, statusCode }) =>
    statuses.set(requestId, statusCode),
  );
  const answers = () => [...asked].map((id) => statuses.get(id));
  const told = await visitor.page.evaluate(async (at) => {
    const ask = (path: string, init: RequestInit) =>
      fetch(at + path, { credentials: 'include', ...init }).then(
        ({ type }) => type,
        () => 'failed',
      );
    return [
      await ask('/v1/sign-in-codes', { method: 'POST', mode: 'no-cors', body: '{}' }),
      await ask('/v1/runs', { mode: 'no-cors' }),
      await ask('/v1/runs', {}),
    ];
  }, origin);
  // Not even that there is an answer is shown.
  expect(told).toEqual(['failed', 'failed', 'failed']);
  await expect.poll(answers).toEqual([403, 403, 403]);
  // A link is followed, and who has followed it is signed in.
  await visitor.page.click('a');
  await visitor.page.waitForURL(origin + anyDocument);
  expect(await visitor.ask('GET', '/v1/session')).toEqual({ status: 200, code: null });
  other.close();
});
