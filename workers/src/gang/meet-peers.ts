/**
 * Responsible for the wait until all ranks have come as far: none joins before all have loaded, so that what limits a join in time counts from there.
 * Leaves to others: joining (join-gang.ts, join-sums.ts, join-devices.ts), ranks that hang (their hosts).
 */
import { awaitArrivals, connectRedis } from '@espalier/fanout/ranks';
import type { Settings } from '@espalier/settings';
import type { RankInput } from '@espalier/workflows';

/** What a rank that meets the others has to say of itself. */
export type JoiningRank = Pick<RankInput, 'rank' | 'worldSize' | 'gangId' | 'context'> & {
  /** Told each second which ranks are missing. */
  readonly onWaiting?: (missing: readonly number[]) => void;
};

/**
 * @param purpose what they join, since a gang may meet several times
 * @throws EspalierError `workflow.peer-lost` where a rank lost its slot before it came
 */
export async function meetPeers(
  settings: Settings,
  { rank, worldSize, gangId, context, onWaiting }: JoiningRank,
  purpose: 'gang' | 'sums' | 'devices' | 'trained' | 'forests',
): Promise<void> {
  if (worldSize === 1) return;
  const redis = connectRedis(settings.redis.url);
  try {
    // The gang's own ID is what its slots are held under.
    const start = { gangId, token: context.token };
    await awaitArrivals(redis, start, { purpose, rank, worldSize, ...(onWaiting ? { onWaiting } : {}) });
  } finally {
    redis.disconnect();
  }
}
