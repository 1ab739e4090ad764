/** Responsible for how the GPUs of a gang sum: in TensorFlow's own distributed runtime, whose ranks meet through Redis. */
import { awaitRendezvous, connectRedis, publishRendezvous } from '@espalier/fanout/ranks';
import type { Settings } from '@espalier/settings';
import { type GraphCollective, joinCluster, reserveAddress } from '@espalier/tensorflow';
import { type JoiningRank, meetPeers } from './meet-peers.js';

/** Once all have loaded and only meet. */
const rendezvousTimeoutMs = 30_000;

/**
 * Waits, however long, until all ranks have come this far, and joins them.
 * @param timeoutSeconds how long a sum waits for a rank that neither answers nor dies
 * @throws TensorFlowError 'cluster-failed'; EspalierError `fanout.rendezvous-timeout`
 */
export async function joinDevices(
  settings: Settings,
  input: JoiningRank,
  timeoutSeconds: number,
): Promise<GraphCollective> {
  const { rank, worldSize, gangId, context } = input;
  await meetPeers(settings, input, 'devices');
  const redis = connectRedis(settings.redis.url);
  try {
    const placeOf = (each: number) => ({ gangId: `${gangId}.device-${each}`, token: context.token });
    const own = await reserveAddress(settings.advertiseAddress);
    await publishRendezvous(redis, placeOf(rank), own, rendezvousTimeoutMs);
    const addresses = await Promise.all(
      Array.from({ length: worldSize }, (_, each) =>
        each === rank ? own : awaitRendezvous(redis, placeOf(each), { timeoutMs: rendezvousTimeoutMs }),
      ),
    );
    return await joinCluster({
      addresses: addresses.map(String),
      rank,
      timeoutSeconds,
      threads: 1,
      communication: settings.device === 'gpu' ? 'nccl' : 'ring',
    });
  } finally {
    redis.disconnect();
  }
}
