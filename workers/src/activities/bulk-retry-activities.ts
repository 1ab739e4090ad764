/** Responsible for what a bulk retry asks for: one retry after the other, and keeping how it ended. Leaves to others: their turn (workflows). */
import { RunStarter, readBulkRetry, retryFailed, writeBulkRetryEnd } from '@espalier/triggers';
import type { BulkRetryActivities } from '@espalier/workflows';
import { activity } from '../process/activity-failures.js';
import type { TriggerServices } from './trigger-activities.js';

export function bulkRetryActivities(services: Omit<TriggerServices, 'announcer'>): BulkRetryActivities {
  const { store, logger } = services;
  const starter = new RunStarter(services);
  return {
    retryFailedRun: activity(logger, async (id, place) => {
      const { runs } = await readBulkRetry(store, id);
      const of = runs[place];
      if (of === undefined) throw new RangeError(`bulk retry ${id} has no run ${place}`);
      const begun = await retryFailed({ starter, store }, id, of);
      logger.info({ bulkRetry: id, of, ...begun }, 'run of a bulk retry begun');
      return 'runId' in begun ? { kind: 'run', of, ...begun } : { kind: 'ended', ...begun };
    }),
    recordBulkRetryEnd: activity(logger, async (id, progress) => {
      await writeBulkRetryEnd(store, id, progress);
      logger.info({ bulkRetry: id, status: progress.status }, 'bulk retry ended');
    }),
  };
}
