/**
 * Opens connections to Redis that wait through its absence instead of failing, and fail where it lets nobody in.
 * Leaves to callers how long they are willing to wait: `pingRedis`, abort signals, deadlines.
 */
import { EspalierError } from '@espalier/domain';
import { redisPlace, redisRefusal } from '@espalier/settings';
import { Redis } from 'ioredis';
import { within } from './waiting.js';

/** Longest pause between two attempts to connect; short, so that work goes on soon after Redis is back. */
const maxReconnectDelayMs = 500;

/**
 * A connection that retries for ever: commands given while Redis is away run once it is back. One that the server refuses, such as a
 * database that it does not have, fails them all.
 * @param url `redis://` or `rediss://`
 * @param onConnectionError told about each failed attempt; by default nobody is
 */
export function connectRedis(url: string, onConnectionError: (error: Error) => void = () => {}): Redis {
  const redis = new Redis(url, {
    // BullMQ reads replies in RESP2 shape.
    protocol: 2,
    maxRetriesPerRequest: null,
    keepAlive: 10_000,
    retryStrategy: (attempt) => Math.min(25 * 2 ** attempt, maxReconnectDelayMs),
  });
  redis.on('error', onConnectionError);
  redis.on('error', (error) => neverDatabaseZero(redis, error));
  return redis;
}

/** A refused SELECT is only an event to ioredis: what follows it would be written into database 0. */
function neverDatabaseZero(redis: Redis, error: Error): void {
  if (commandOf(error) === 'select') redis.disconnect();
}

function commandOf(error: Error): string | undefined {
  return (error as { command?: { name?: string } }).command?.name;
}

/** The message alone: Redis's errors carry the command with its arguments, which may be a password. */
function withoutArguments(error: unknown): Error {
  return new Error(error instanceof Error ? error.message : String(error));
}

const lacksInfo = new WeakSet<Redis>();

/** Whether the user of this connection may not ask INFO, which BullMQ would otherwise begin with. */
export function mayNotAskInfo(redis: Redis): boolean {
  return lacksInfo.has(redis);
}

/**
 * `connectRedis`, waiting until Redis answers for the first time, however long it is away.
 * @throws EspalierError `fanout.redis-refused` when it answers and refuses: a password, a user, a database
 */
export async function openRedis(url: string): Promise<Redis> {
  let lastError: Error | undefined;
  const redis = connectRedis(url, (error) => {
    lastError = error;
  });
  try {
    await redis.ping();
    await redis.info('server').catch((error: Error) => {
      if (!/NOPERM/.test(error.message)) throw error;
      lacksInfo.add(redis);
    });
    return redis;
  } catch (error) {
    redis.disconnect();
    const refusal = [error, lastError]
      .map((each) => redisRefusal(String(each)))
      .find((each) => each !== null);
    throw new EspalierError(
      'fanout.redis-refused',
      `Redis at ${redisPlace(url)} refuses: ${refusal ?? withoutArguments(error).message}.`,
      { cause: withoutArguments(error), details: { place: redisPlace(url) } },
    );
  }
}

/** A second connection with the same options, for blocking commands. */
export function duplicateConnection(redis: Redis): Redis {
  const copy = redis.duplicate();
  copy.on('error', (error) => neverDatabaseZero(copy, error));
  return copy;
}

/**
 * Makes sure that Redis answers.
 * @throws EspalierError `fanout.redis-unreachable` when it does not within `timeoutMs`
 */
export async function pingRedis(redis: Redis, timeoutMs = 5_000): Promise<void> {
  let lastError: Error | undefined;
  const remember = (error: Error) => {
    lastError = error;
  };
  redis.on('error', remember);
  try {
    const answer = await within(redis.ping(), timeoutMs);
    if (answer === undefined) throw lastError ?? new Error(`no answer within ${timeoutMs} ms`);
  } catch (cause) {
    const { host, port } = redis.options;
    const reason = redisRefusal(String(cause)) ?? withoutArguments(cause).message;
    throw new EspalierError(
      'fanout.redis-unreachable',
      `Redis at ${host}:${port} can't be used: ${reason}.`,
      {
        cause: withoutArguments(cause),
        details: { host, port },
      },
    );
  } finally {
    redis.off('error', remember);
  }
}
