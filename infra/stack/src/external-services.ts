/** Services that run elsewhere: checked, and given the search attributes and the bucket that runs need. */
import { setTimeout as sleep } from 'node:timers/promises';
import { EspalierError } from '@espalier/domain';
import { proxyRemark, redisPlace, type Settings } from '@espalier/settings';
import { ensureBucket, probeRedis, probeTemporal, withTemporal } from './probe-services.js';
import { registerSearchAttributes } from './search-attributes.js';

const attempts = 3;
const pauseMs = 1_000;

/** @param remark what to add about how the service was reached */
async function requireService(
  service: string,
  address: string,
  probe: () => Promise<void>,
  remark = '',
): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await probe();
    } catch (cause) {
      const known = cause instanceof EspalierError;
      if (known && !cause.retryable) throw cause;
      if (attempt < attempts) {
        await sleep(pauseMs);
        continue;
      }
      const reason = cause instanceof Error ? cause.message : String(cause);
      // A known error names the service and its address already.
      const message = known ? reason : `${service} at ${address} can't be used: ${reason}${remark}`;
      throw new EspalierError('stack.service-unreachable', message, { cause, details: { service, address } });
    }
  }
}

/** @throws EspalierError `stack.service-unreachable` for the first external service that can't be used. */
export async function requireExternalServices(settings: Settings): Promise<void> {
  const { external, temporal, redis, s3 } = settings;
  if (external.temporal) {
    const remark = proxyRemark(temporal.address, temporal.proxy);
    const probe = async () => {
      await probeTemporal(settings);
      await withTemporal(settings, (connection) => registerSearchAttributes(connection, temporal));
    };
    await requireService('Temporal', temporal.address, probe, remark);
  }
  if (external.redis) await requireService('Redis', redisPlace(redis.url), () => probeRedis(settings));
  if (external.s3) {
    await requireService('S3', `${s3.endpoint ?? 'AWS'} (bucket ${s3.bucket})`, () => ensureBucket(settings));
  }
}
