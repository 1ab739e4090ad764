/**
 * Opens connections to Redis that wait through its absence instead of failing.
 * Leaves to callers how long they are willing to wait: `pingRedis`, abort signals, deadlines.
 */
import { EspalierError } from '@espalier/domain';
import { Redis } from 'ioredis';
import { within } from './waiting.js';

/** Longest pause between two attempts to connect; short, so that work goes on soon after Redis is back. */
const maxReconnectDelayMs = 500;

/**
 * A connection that retries for ever: commands given while Redis is away run once it is back.
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
  return redis;
}

/** A second connection with the same options, for blocking commands. */
export function duplicateConnection(redis: Redis): Redis {
  const copy = redis.duplicate();
  copy.on('error', () => {});
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
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new EspalierError(
      'fanout.redis-unreachable',
      `Redis at ${host}:${port} can't be used: ${reason}.`,
      {
        cause,
        details: { host, port },
      },
    );
  } finally {
    redis.off('error', remember);
  }
}
