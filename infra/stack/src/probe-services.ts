/**
 * Asks each service something that only a working one answers, within a time limit.
 * Whether to ask again is the caller's decision.
 */
import { redisRefusal, type S3Settings, type Settings } from '@espalier/settings';
import { ServiceProbe } from '@espalier/store';
import { openTemporal } from '@espalier/temporal';
import type { Connection } from '@temporalio/client';
import { Redis } from 'ioredis';

const probeTimeoutMs = 2_000;

/** Opens a connection for `use` alone. Rejects if the server does not answer in time. */
export async function withTemporal<T>(
  { temporal }: Pick<Settings, 'temporal'>,
  use: (connection: Connection) => Promise<T>,
): Promise<T> {
  const connection = await openTemporal(temporal, probeTimeoutMs);
  try {
    return await connection.withDeadline(Date.now() + 2 * probeTimeoutMs, () => use(connection));
  } finally {
    await connection.close();
  }
}

/** Resolves when the namespace is there and its list of runs can be read. */
export function probeTemporal(settings: Pick<Settings, 'temporal'>): Promise<void> {
  return withTemporal(settings, async ({ workflowService }) => {
    const { namespace } = settings.temporal;
    await workflowService.describeNamespace({ namespace });
    await workflowService.listWorkflowExecutions({ namespace, pageSize: 1 });
  });
}

/**
 * Opens a connection for `use` alone. Rejects if the server does not answer in time.
 * @throws Error that says which part of the URL the server refuses
 */
export async function withRedis<T>(
  { redis }: Pick<Settings, 'redis'>,
  use: (client: Redis) => Promise<T>,
): Promise<T> {
  const client = new Redis(redis.url, {
    lazyConnect: true,
    connectTimeout: probeTimeoutMs,
    commandTimeout: probeTimeoutMs,
    maxRetriesPerRequest: 0,
    retryStrategy: () => null,
    // It needs INFO, which a user may lack; a server that still loads its data refuses PING.
    enableReadyCheck: false,
  });
  let lastError: Error | null = null;
  client.on('error', (error) => {
    lastError = error;
  });
  try {
    await client.connect();
    // While it connects, a refused database would be passed over, and database 0 used instead.
    const database = Number(client.options.db ?? 0);
    if (database !== 0) await client.select(database);
    return await use(client);
  } catch (error) {
    const refusal = [error, lastError]
      .map((each) => redisRefusal(String(each)))
      .find((each) => each !== null);
    if (refusal !== undefined) throw new Error(`${refusal}.`);
    // The command only learns that the connection is gone; why, was told before.
    throw (error as Error).message === 'Connection is closed.' ? (lastError ?? error) : error;
  } finally {
    client.disconnect();
  }
}

/** Resolves when the server answers and has read its data back. */
export function probeRedis(settings: Pick<Settings, 'redis'>): Promise<void> {
  return withRedis(settings, async (client) => {
    await client.ping();
  });
}

/** Speaks to S3 as the product's store does, with less patience. */
export async function withS3<T>(s3: S3Settings, use: (probe: ServiceProbe) => Promise<T>): Promise<T> {
  using probe = new ServiceProbe(s3);
  return await use(probe);
}

/** Resolves when the bucket is there; makes it if the server answers and it is not. */
export function ensureBucket({ s3 }: Pick<Settings, 's3'>): Promise<void> {
  return withS3(s3, (probe) => probe.ensureBucket());
}
