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
  const { communicators, leave } = await joinLanes([xgb], settings, input, timeoutSeconds);
  const [communicator] = communicators;
  if (communicator === undefined) throw new RangeError('a gang was joined by no instance');
  return { communicator, leave };
}

/** The same by several instances of each rank: the first of all ranks are a gang, so are the second, and so on. */
export async function joinLanes(
  lanes: readonly XGBoost[],
  settings: Settings,
  input: JoiningRank,
  timeoutSeconds: number,
): Promise<{ readonly communicators: readonly Communicator[]; leave(): Promise<void> }> {
  const { rank, gangId, context } = input;
  await meetPeers(settings, input, 'gang');
  const redis = connectRedis(settings.redis.url);
  try {
    const start = { gangId, token: context.token };
    let workerArgs: readonly WorkerArgs[];
    const trackers: Tracker[] = [];
    if (rank === 0) {
      trackers.push(...(await Promise.all(lanes.map((xgb) => startTracker(xgb, settings, input)))));
      workerArgs = trackers.map((tracker) => tracker.workerArgs);
      await publishRendezvous(redis, start, workerArgs, rendezvousTimeoutMs);
    } else {
      const told = await awaitRendezvous(redis, start, { timeoutMs: rendezvousTimeoutMs });
      workerArgs = told as readonly WorkerArgs[];
    }
    const communicators = await Promise.all(
      lanes.map((xgb, lane) => Communicator.init(xgb, { ...workerArgs[lane], taskId: rank, timeoutSeconds })),
    );
    const leave = async (): Promise<void> => {
      await Promise.all(communicators.map((communicator) => communicator.finalize()));
      await Promise.all(trackers.map((tracker) => tracker.waitForCompletion()));
    };
    return { communicators, leave };
  } finally {
    redis.disconnect();
  }
}

function startTracker(xgb: XGBoost, settings: Settings, { worldSize }: JoiningRank): Promise<Tracker> {
  return Tracker.start(xgb, {
    worldSize,
    hostIp: settings.advertiseAddress,
    timeoutSeconds: rendezvousTimeoutMs / 1000,
  });
}
