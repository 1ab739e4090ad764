import { inspect } from 'node:util';
import { startTestServers, type TestServers } from '@espalier/stack';
import { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connectRedis, openRedis, pingRedis } from './connect-redis.js';
import { runFanout } from './run-fanout.js';
import { startShardWorker } from './shard-worker.js';
import { shardJobs, silentLogger } from './testing/shard-jobs.js';

let servers: TestServers;
let place: string;
let admin: Redis;

const secret = 'p@ss#wört/1';
const urlOf = (credentials: string, database = '') =>
  `redis://${credentials === '' ? '' : `${credentials}@`}${place}${database}`;
const asUser = (name: string) => urlOf(`${name}:${encodeURIComponent(secret)}`);

beforeAll(async () => {
  servers = await startTestServers({ parts: ['redis'] });
  const { url } = servers.settings.redis;
  place = new URL(url).host;
  admin = new Redis(url);
  const all = ['on', `>${secret}`, '~*', '&*', '+@all'];
  await admin.call('ACL', 'SETUSER', 'no-config', ...all, '-config');
  await admin.call('ACL', 'SETUSER', 'no-danger', ...all, '-@dangerous');
});

afterAll(async () => {
  admin.disconnect();
  await servers[Symbol.asyncDispose]();
});

async function refusalOf(url: string): Promise<{ message: string; everything: string }> {
  const error: unknown = await openRedis(url).then(
    (redis) => redis.disconnect(),
    (thrown: unknown) => thrown,
  );
  return { message: (error as Error).message, everything: inspect(error, { depth: 9, showHidden: true }) };
}

describe('a Redis that answers and refuses is not waited for', () => {
  it('a wrong password is called one, and is told nowhere', async () => {
    const { message, everything } = await refusalOf(urlOf('no-config:wrong-guess'));
    expect(message).toContain('refuses the user name or the password');
    expect(everything).not.toContain('wrong-guess');
  });

  it('so is a password that is missing', async () => {
    await admin.config('SET', 'requirepass', secret);
    const { message } = await refusalOf(urlOf(''));
    await admin.config('SET', 'requirepass', '');
    expect(message).toContain('asks for a password');
  });

  it('a database that it does not have is never another one', async () => {
    const before = await admin.dbsize();
    const { message } = await refusalOf(urlOf('', '/99'));
    expect(message).toContain('(database 99)');
    const redis = connectRedis(urlOf('', '/99'));
    await expect(redis.set('lost', '1')).rejects.toThrow();
    await expect(redis.set('lost', '2')).rejects.toThrow();
    await expect(pingRedis(redis)).rejects.toMatchObject({ code: 'fanout.redis-unreachable' });
    expect(await admin.dbsize()).toBe(before);
    redis.disconnect();
  });

  it('one that it has is used', async () => {
    const redis = await openRedis(urlOf('', '/3'));
    await redis.set('kept', '1');
    expect(await admin.info('keyspace')).toContain('db3:keys=1');
    redis.disconnect();
  });
});

describe.each(['no-config', 'no-danger'])('a user of managed Redis (%s)', (name) => {
  it('runs fan-outs', async () => {
    const redis = await openRedis(asUser(name));
    const queueName = `fanout-${name}`;
    const worker = await startShardWorker({
      redisUrl: asUser(name),
      queueName,
      concurrency: 1,
      handle: async ({ shard }) => shard,
      logger: silentLogger,
    });
    const results = await runFanout({ redis, queueName, jobs: shardJobs(name, 3) });
    expect(results).toEqual([0, 1, 2]);
    await worker.close();
    redis.disconnect();
  });
});
