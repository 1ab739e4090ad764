/**
 * Asks each service something that only a working one answers, within a time limit.
 * Whether to ask again is the caller's decision.
 */
import { CreateBucketCommand, HeadBucketCommand, S3Client } from '@aws-sdk/client-s3';
import { state as sdkNotices } from '@aws-sdk/core/client';
import type { S3Settings, Settings } from '@espalier/settings';
import { Connection } from '@temporalio/client';
import { Redis } from 'ioredis';

const probeTimeoutMs = 2_000;
// The SDK would say on standard error, in every process, that it will want a newer Node some day.
sdkNotices.warningEmitted = true;

/** Opens a connection for `use` alone. Rejects if the server does not answer in time. */
export async function withTemporal<T>(
  { temporal }: Pick<Settings, 'temporal'>,
  use: (connection: Connection) => Promise<T>,
): Promise<T> {
  const connection = await Connection.connect({ address: temporal.address, connectTimeout: probeTimeoutMs });
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

/** Opens a connection for `use` alone. Rejects if the server does not answer in time. */
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
  });
  client.on('error', () => undefined);
  try {
    await client.connect();
    return await use(client);
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

export async function withS3<T>(s3: S3Settings, use: (client: S3Client) => Promise<T>): Promise<T> {
  const client = new S3Client({
    region: s3.region,
    maxAttempts: 1,
    requestHandler: { connectionTimeout: probeTimeoutMs, requestTimeout: 2 * probeTimeoutMs },
    ...(s3.endpoint === null ? {} : { endpoint: s3.endpoint, forcePathStyle: true }),
    ...(s3.accessKeyId === null || s3.secretAccessKey === null
      ? {}
      : { credentials: { accessKeyId: s3.accessKeyId, secretAccessKey: s3.secretAccessKey } }),
  });
  try {
    return await use(client);
  } finally {
    client.destroy();
  }
}

/** The HTTP status with which S3 refused, if it answered. */
export function httpStatusOf(error: unknown): number | undefined {
  return (error as { $metadata?: { httpStatusCode?: number } }).$metadata?.httpStatusCode;
}

/** Resolves when the bucket is there; makes it if the server answers and it is not. */
export function ensureBucket({ s3 }: Pick<Settings, 's3'>): Promise<void> {
  return withS3(s3, async (client) => {
    try {
      await client.send(new HeadBucketCommand({ Bucket: s3.bucket }));
    } catch (error) {
      if (httpStatusOf(error) !== 404) throw error;
      await client.send(new CreateBucketCommand({ Bucket: s3.bucket }));
    }
  });
}
