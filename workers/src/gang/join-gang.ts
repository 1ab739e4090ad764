/** Responsible for a rank's way into its gang: rank 0 starts the tracker, the others find it through Redis. */
import { awaitRendezvous, connectRedis, publishRendezvous } from '@espalier/fanout';
import type { Settings } from '@espalier/settings';
import type { RankInput } from '@espalier/workflows';
import { Communicator, Tracker, type WorkerArgs, type XGBoost } from '@espalier/xgboost';

const rendezvousTimeoutMs = 30_000;

/**
 * Resolves once all ranks are there.
 * @param timeoutSeconds how long a collective waits for a rank that neither answers nor dies
 */
export async function joinGang(
  xgb: XGBoost,
  settings: Settings,
  input: RankInput,
  timeoutSeconds: number,
): Promise<Communicator> {
  const { rank, worldSize, gangId, context } = input;
  const redis = connectRedis(settings.redis.url);
  try {
    const start = { gangId, token: context.token };
    let workerArgs: WorkerArgs;
    if (rank === 0) {
      const tracker = await Tracker.start(xgb, {
        worldSize,
        hostIp: settings.advertiseAddress,
        timeoutSeconds: rendezvousTimeoutMs / 1000,
      });
      workerArgs = tracker.workerArgs;
      await publishRendezvous(redis, start, workerArgs, rendezvousTimeoutMs);
    } else {
      workerArgs = (await awaitRendezvous(redis, start, { timeoutMs: rendezvousTimeoutMs })) as WorkerArgs;
    }
    return await Communicator.init(xgb, { ...workerArgs, taskId: rank, timeoutSeconds });
  } finally {
    redis.disconnect();
  }
}
