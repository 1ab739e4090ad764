/** Responsible for how the CPUs of a trainer gang sum: in shared memory on one machine, over the network on several. */
import { randomBytes } from 'node:crypto';
import { type HostReducer, SharedMemorySums } from '@espalier/collectives';
import { awaitRendezvous, connectRedis, publishRendezvous } from '@espalier/fanout/ranks';
import { resolveNativePart } from '@espalier/native';
import { isLoopback, type Settings } from '@espalier/settings';
import { loadXgboost } from '@espalier/xgboost';
import { joinGang } from './join-gang.js';
import { type JoiningRank, meetPeers } from './meet-peers.js';

/** Once all have loaded and only meet. */
const rendezvousTimeoutMs = 30_000;
const secretBytes = 16;

export interface GangSums {
  readonly reducer: HostReducer;
  /** After the last sum. */
  leave(): Promise<void>;
}

/**
 * Waits, however long, until all ranks have come this far, and joins them. A gang that meets on loopback lies on one machine.
 * @param timeoutSeconds how long a sum waits for a rank that neither answers nor dies
 */
export async function joinSums(
  settings: Settings,
  input: JoiningRank,
  timeoutSeconds: number,
): Promise<GangSums> {
  const { rank, worldSize } = input;
  if (isLoopback(settings.advertiseAddress)) {
    const secret = await sharedSecret(settings, input);
    const sums = await SharedMemorySums.join({ secret, rank, worldSize, timeoutSeconds });
    const leave = async () => {
      // A rank that ends could cut another's last step off where GPUs sum among themselves: all come this far first.
      await sums.allReduceSum(new Float32Array(1));
      sums.close();
    };
    return { reducer: sums, leave };
  }
  const xgb = loadXgboost(resolveNativePart('xgboost', settings));
  const { communicator, leave } = await joinGang(xgb, settings, input, timeoutSeconds);
  return { reducer: { worldSize, allReduceSum: (buffer) => communicator.allreduceSum(buffer) }, leave };
}

/** Rank 0 draws it, and the others find it where only this attempt looks. */
async function sharedSecret(settings: Settings, input: JoiningRank): Promise<string> {
  const { rank, gangId, context } = input;
  await meetPeers(settings, input, 'sums');
  const redis = connectRedis(settings.redis.url);
  try {
    const place = { gangId: `${gangId}.sums`, token: context.token };
    if (rank > 0) return String(await awaitRendezvous(redis, place, { timeoutMs: rendezvousTimeoutMs }));
    const secret = randomBytes(secretBytes).toString('hex');
    await publishRendezvous(redis, place, secret, rendezvousTimeoutMs);
    return secret;
  } finally {
    redis.disconnect();
  }
}
