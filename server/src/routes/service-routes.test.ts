import { announceWorker, connectRedis } from '@espalier/fanout';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type StartedServer, startServer } from '../testing/started-server.js';

let server: StartedServer;

beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server?.[Symbol.asyncDispose]());

interface Part {
  readonly name: string;
  readonly state: string;
  readonly sinceMs: number;
  readonly isFirst: boolean;
  readonly stops: string | null;
}

async function parts(): Promise<Record<string, Part>> {
  const { json } = await server.ask('GET', '/v1/health');
  return Object.fromEntries(json.parts.map((part: Part) => [part.name, part]));
}

it('services and workers are told with since when, and what is stopped while one is away', async () => {
  const first = await parts();
  const states = Object.entries(first).map(([name, { state }]) => [name, state]);
  expect(Object.fromEntries(states)).toEqual({
    ...{ temporal: 'up', redis: 'up', s3: 'up' },
    ...{ orchestrator: 'away', feature: 'away', encoder: 'away', trainer: 'away' },
  });
  expect(first.redis).toMatchObject({ isFirst: true, stops: null });
  expect(first.feature?.stops).toBe('no shard is taken: extract, encode and evaluate wait.');
  const redis = connectRedis(server.redisUrl);
  const worker = await announceWorker({
    ...{ redis, role: 'feature', workerId: 'a', slots: 1, environment: {} },
    fingerprint: `sha256:${'b'.repeat(64)}`,
  });
  await expect.poll(async () => (await parts()).feature?.state, { timeout: 5_000 }).toBe('up');
  const second = await parts();
  expect(second.feature).toMatchObject({ isFirst: false, stops: null });
  expect(second.feature?.sinceMs).toBeGreaterThan(first.feature?.sinceMs ?? 0);
  expect(second.redis).toEqual(first.redis);
  await worker.close();
  redis.disconnect();
});

it('the document names no schema that no route leads to', async () => {
  const { paths, components } = (await server.ask('GET', '/v1/openapi.json')).json;
  const named = Object.keys(components.schemas);
  expect(named).toContain('Run');
  const text = JSON.stringify([paths, components]);
  expect(named.filter((name) => !text.includes(`"#/components/schemas/${name}"`))).toEqual([]);
});
