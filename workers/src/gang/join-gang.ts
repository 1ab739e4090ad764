/** Responsible for a rank's way into its gang: rank 0 starts the tracker, the others find it through Redis. */
import { awaitRendezvous, connectRedis, publishRendezvous } from '@espalier/fanout/ranks';
import type { Settings } from '@espalier/settings';
import { Communicator, Tracker, type WorkerArgs, type XGBoost } from '@espalier/xgboost';
import { type JoiningRank, meetPeers } from './meet-peers.js';

/** Once all have loaded and only meet. */
const rendezvousTimeoutMs = 30_000;

export interface GangMembership {
  readonly communicator: Communicator;
  /** After the last collective. Rank 0 stays until all have left, since the others say goodbye to its tracker. */
  leave(): Promise<void>;
}

/**
 * Waits, however long, until all ranks have come this far, and joins them.
 * @param timeoutSeconds how long a collective waits for a rank that neither answers nor dies
 */
export async function joinGang(
  xgb: XGBoost,
  settings: Settings,
  input: JoiningRank,
  timeoutSeconds: number,
): Promise<GangMembership> {
  const { rank, worldSize, gangId, context } = input;
  await meetPeers(settings, input, 'gang');
  const redis = connectRedis(settings.redis.url);
  try {
    const start = { gangId, token: context.token };
    let workerArgs: WorkerArgs;
    let tracker: Tracker | null = null;
    if (rank === 0) {
      tracker = await Tracker.start(xgb, {
        worldSize,
        hostIp: settings.advertiseAddress,
        timeoutSeconds: rendezvousTimeoutMs / 1000,
      });
      workerArgs = tracker.workerArgs;
      await publishRendezvous(redis, start, workerArgs, rendezvousTimeoutMs);
    } else {
      workerArgs = (await awaitRendezvous(redis, start, { timeoutMs: rendezvousTimeoutMs })) as WorkerArgs;
    }
    const communicator = await Communicator.init(xgb, { ...workerArgs, taskId: rank, timeoutSeconds });
    const leave = async (): Promise<void> => {
      await communicator.finalize();
      await tracker?.waitForCompletion();
    };
    return { communicator, leave };
  } finally {
    redis.disconnect();
  }
}
