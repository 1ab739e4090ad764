/** Connections of those who ask more than they read, without a token, and what every answer carries. */
import { once } from 'node:events';
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type StartedServer, startServer } from '../testing/started-server.js';

let server: StartedServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server?.[Symbol.asyncDispose]());

const host = 'host: 127.0.0.1\r\n';

/** All that comes until the connection ends. */
async function told(text: string): Promise<string> {
  const socket = connect(server.port, '127.0.0.1', () => socket.write(text));
  let all = '';
  socket.on('data', (chunk) => {
    all += chunk;
  });
  socket.on('error', () => undefined);
  await once(socket, 'close');
  return all;
}

it('who sends many requests before there is an answer is left, and few of them are worked on', async () => {
  const before = server.log().split('"answered"').length;
  const many = `GET /v1/openapi.json HTTP/1.1\r\n${host}\r\n`.repeat(1_000);
  await told(many);
  const answered = server.log().split('"answered"').length - before;
  expect(answered).toBeLessThanOrEqual(16);
  const few = await told(
    `GET /v1/health HTTP/1.1\r\n${host}\r\n`.repeat(7) +
      `GET /v1/health HTTP/1.1\r\n${host}connection: close\r\n\r\n`,
  );
  expect(few.match(/HTTP\/1.1 200/g)).toHaveLength(8);
});

describe('every answer says that it is no page, and is to be kept by nobody', () => {
  const close = 'connection: close\r\n';
  it.each([
    ['good', `GET /v1/health HTTP/1.1\r\n${host}${close}\r\n`, 200],
    ['to a path that is no text', `GET /v1/runs/%zz HTTP/1.1\r\n${host}${close}\r\n`, 400],
    ['of the page, too', `GET /%zz HTTP/1.1\r\n${host}${close}\r\n`, 400],
    ['to a long one', `GET /v1/runs/${'a'.repeat(9_000)} HTTP/1.1\r\n${host}${close}\r\n`, 401],
    ['to nobody', `GET /v1/runs HTTP/1.1\r\n${host}${close}\r\n`, 401],
    ['to a foreign host', `GET / HTTP/1.1\r\nhost: evil.example\r\n${close}\r\n`, 403],
    ['where nothing is', `DELETE /v2 HTTP/1.1\r\n${host}${close}\r\n`, 404],
    ['to another method', `PUT /v1/runs HTTP/1.1\r\n${host}${close}\r\n`, 405],
    ['to half a body', `POST /v1/session HTTP/1.1\r\n${host}${close}content-length: 1\r\n\r\n{`, 415],
    ['to large headers', `GET / HTTP/1.1\r\n${host}a: ${'b'.repeat(20_000)}\r\n\r\n`, 431],
    ['to what is no request', 'nonsense\r\n\r\n', 400],
  ])('%s', async (_, text, status) => {
    const [line = '', ...headers] = ((await told(text)).split('\r\n\r\n')[0] ?? '')
      .toLowerCase()
      .split('\r\n');
    expect(line).toContain(` ${status} `);
    expect(headers).toEqual(
      expect.arrayContaining([
        'x-content-type-options: nosniff',
        'cache-control: no-store',
        "content-security-policy: default-src 'none'; frame-ancestors 'none'",
        'cross-origin-resource-policy: same-origin',
        'referrer-policy: no-referrer',
      ]),
    );
  });
});
