/** While a service is away whoever asks is told so in seconds: a page that waits for it shows nothing of the others. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type StartedServer, startServer } from '../testing/started-server.js';

let server: StartedServer;

beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server?.[Symbol.asyncDispose]());

const views = [
  ...['/v1/runs', '/v1/runs?glance=true', '/v1/runs/none-20260101-000000-aaaa', '/v1/pipelines'],
  ...['/v1/schedules', '/v1/backfills', '/v1/models', '/v1/models/none', '/v1/hosts', '/v1/notifications'],
  ...['/v1/health', '/v1/session', '/v1/quotas', '/v1/task-kinds', '/v1/partitions/2026-11-20'],
];

it.each(['temporal', 'redis', 's3'] as const)('%s away: every view is told in seconds', async (part) => {
  await server.outage(part, async () => {
    const told = await Promise.all(
      views.map(async (path) => {
        const askedAtMs = Date.now();
        const { status, json } = await server.ask('GET', path, { token: server.adminToken });
        return { path, status, code: json?.code, seconds: (Date.now() - askedAtMs) / 1000 };
      }),
    );
    const late = told.filter(({ seconds }) => seconds > 8);
    expect(late).toEqual([]);
    // What says that the server itself is broken says nothing of what is away.
    expect(told.filter(({ status }) => status >= 500 && status !== 503)).toEqual([]);
    expect(told.some(({ status }) => status === 503)).toBe(true);
  });
  await expect
    .poll(async () => (await server.ask('GET', '/v1/runs', { token: server.adminToken })).status, {
      timeout: 30_000,
    })
    .toBe(200);
});
