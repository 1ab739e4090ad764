/** Responsible for which partition a scheduled run is for. Leaves to others: when it is time (Temporal), starting it (trigger-activities.ts). */
import { partitionAt, windowBefore } from '@espalier/partitions';
import type { Store } from '@espalier/store';
import { PipelineBook } from '@espalier/triggers';
import type { ScheduleActivities } from '@espalier/workflows';
import { activity } from '../process/activity-failures.js';
import type { Logger } from '../process/logger.js';

export interface ScheduleServices {
  readonly store: Store;
  readonly logger: Logger;
}

/** Before the one that the time lies in, which goes on still. */
const lastWhole = 1;

export function scheduleActivities({ store, logger }: ScheduleServices): ScheduleActivities {
  return {
    scheduledPartition: activity(logger, async (asked) => {
      const { pipeline, version, partitionOffset, scheduledAtMs } = asked;
      const book = new PipelineBook(store);
      const { spec } = book.load(await book.find({ name: pipeline, version }), { anyPartition: true });
      if (spec.partitions === undefined) return null;
      const around = partitionAt(scheduledAtMs, spec.partitions);
      const window = { last: 1, skip: partitionOffset ?? lastWhole };
      return windowBefore(around, window, spec.partitions)[0] ?? null;
    }),
  };
}
