/** Responsible for a model's records in S3, for the workflow that decides about them. Leaves to others: what is decided. */
import { deadlineUntried } from '@espalier/notifications';
import { recordChange, recoverModel, registeredVersion } from '@espalier/registry';
import type { ModelActivities } from '@espalier/workflows';
import { activity } from '../process/activity-failures.js';
import type { Announcer } from '../process/announcer.js';
import type { Logger } from '../process/logger.js';
import { type ReplayServices, replayVersion } from '../replay/replay-version.js';
import { olderThanChampion, partitionsOf } from '../stages/publish/older-than-champion.js';

export function modelActivities(
  services: ReplayServices & {
    readonly logger: Logger;
    readonly announcer: Pick<Announcer, 'announce' | 'modelChanged'>;
  },
): ModelActivities {
  const { store, logger, announcer } = services;
  return {
    replayGoldenRows: activity(logger, async (model, version) => {
      const replay = await replayVersion(services, model, version);
      logger.info({ model, version, ...replay }, 'golden rows replayed');
      return replay;
    }),
    olderThanChampion: activity(logger, async (model, version) =>
      olderThanChampion(store, model, await partitionsOf(store, model, version)),
    ),
    tellUntriedDeadline: activity(logger, async (model, version, why) => {
      logger.warn({ model, version, why }, 'not promoted at its deadline, yet');
      // The model's other changes wait behind it, whether people can be told or not.
      await announcer
        .announce(deadlineUntried({ model, version }, why, new Date()))
        .catch((err: unknown) => logger.warn({ model, version, err }, 'not told'));
    }),
    recoverModel: activity(logger, (model) => recoverModel(store, model)),
    registeredVersion: activity(logger, (model, run) => registeredVersion(store, model, run)),
    recordModelChange: activity(logger, async (change) => {
      const isRecorded = await recordChange(store, change);
      const { model, number, action, version, by } = change;
      if (!isRecorded) return false;
      logger.info({ model, change: number, action, version, by }, 'model changed');
      // It counts, whether people can be told or not.
      await announcer
        .modelChanged(change)
        .catch((err: unknown) => logger.warn({ model, change: number, err }, 'not told'));
      return true;
    }),
  };
}
