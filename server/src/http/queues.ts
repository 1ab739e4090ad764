/** Responsible for what routes ask of Redis: whether it answers, slots, who waits for them, which workers live. */
import { listPools, listSlots, listWaitingGangs, pingRedis } from '@espalier/fanout';
import type { Services } from './api.js';

export function queuesOf(redis: Parameters<typeof listSlots>[0]): Services['queues'] {
  return {
    ping: () => pingRedis(redis),
    slots: () => listSlots(redis),
    waiting: () => listWaitingGangs(redis),
    pools: (role) => listPools(redis, role),
  };
}
