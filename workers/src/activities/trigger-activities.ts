/**
 * Responsible for what workflows that start runs ask for: a run of a registered pipeline, its end, and partitions that arrive.
 * Leaves to others: what follows from them (workflows), starting a run once (triggers).
 */
import type { RunStatus } from '@espalier/domain';
import type { Settings } from '@espalier/settings';
import type { Store } from '@espalier/store';
import { endOfRun, RunStarter, runRegistered } from '@espalier/triggers';
import type { TriggerActivities } from '@espalier/workflows';
import { Context } from '@temporalio/activity';
import type { Client } from '@temporalio/client';
import { activity } from '../process/activity-failures.js';
import type { Announcer } from '../process/announcer.js';
import type { Logger } from '../process/logger.js';
import { awaitArrivals } from './await-arrivals.js';

export interface TriggerServices {
  readonly settings: Settings;
  readonly temporal: Client;
  readonly store: Store;
  readonly logger: Logger;
  readonly announcer: Pick<Announcer, 'announce' | 'hasTold'>;
}

export function triggerActivities(services: TriggerServices): TriggerActivities {
  const { store, logger } = services;
  const starter = new RunStarter(services);
  return {
    triggerRun: activity(logger, async ({ pipeline, version, partition, key, by }) => {
      const reference = { name: pipeline, version };
      const options = {
        ...{ idempotencyKey: key, trigger: by },
        ...(partition === null ? {} : { for: partition }),
      };
      const { runId, version: ran, isNew } = await runRegistered({ starter, store }, reference, options);
      logger.info({ runId, pipeline, version: ran, partition, key, isNew }, 'triggered');
      return { runId, version: ran, isNew };
    }),
    awaitRun: activity(logger, (runId): Promise<RunStatus> => {
      const { cancellationSignal } = Context.current();
      return endOfRun(services, runId, cancellationSignal);
    }),
    awaitArrivals: activity(logger, (look) => awaitArrivals(services, look)),
  };
}
