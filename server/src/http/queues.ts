/**
 * Responsible for what routes ask of Redis: whether it answers, slots, who waits for them, which workers live; and that who asks is told in
 * seconds where it is away. Leaves to others: the connection, which goes on trying.
 */
import { EspalierError } from '@espalier/domain';
import { listPools, listSlots, listWaitingGangs, pingRedis } from '@espalier/fanout';
import { redisPlace } from '@espalier/settings';
import type { Services } from './api.js';

const patienceMs = 3_000;

/** @param url of the connection; its place is told, its password never */
export function queuesOf(redis: Parameters<typeof listSlots>[0], url: string): Services['queues'] {
  const answered = async <T>(asked: Promise<T>): Promise<T> => {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(unreachable(url)), patienceMs);
    });
    try {
      return await Promise.race([asked, late]);
    } finally {
      clearTimeout(timer);
    }
  };
  return {
    ping: () => pingRedis(redis),
    slots: () => answered(listSlots(redis)),
    waiting: () => answered(listWaitingGangs(redis)),
    pools: (role) => answered(listPools(redis, role)),
  };
}

function unreachable(url: string): EspalierError {
  const place = redisPlace(url);
  return new EspalierError('fanout.redis-unreachable', `Redis does not answer at ${place}.`, {
    details: { place },
  });
}
