/** Responsible for a model's records in S3, for the workflow that decides about them. Leaves to others: what is decided. */
import { recordChange, recoverModel, registeredVersion } from '@espalier/registry';
import type { ModelActivities } from '@espalier/workflows';
import { activity } from '../process/activity-failures.js';
import type { Announcer } from '../process/announcer.js';
import type { Logger } from '../process/logger.js';
import { type ReplayServices, replayVersion } from '../replay/replay-version.js';

export function modelActivities(
  services: ReplayServices & {
    readonly logger: Logger;
    readonly announcer: Pick<Announcer, 'modelChanged'>;
  },
): ModelActivities {
  const { store, logger, announcer } = services;
  return {
    replayGoldenRows: activity(logger, async (model, version) => {
      const replay = await replayVersion(services, model, version);
      logger.info({ model, version, ...replay }, 'golden rows replayed');
      return replay;
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
