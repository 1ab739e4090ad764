/** Responsible for the name by which clients see which store the orchestrator works on. */
import { hostname } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { EspalierError } from '@espalier/domain';
import { ensureStoreId, type Store } from '@espalier/store';
import { orchestratorIdentity } from '@espalier/workflows';
import type { Logger } from './logger.js';

const pauseMs = 1_000;

/** Waits while S3 is away. @throws EspalierError `store.*` where it refuses */
export async function readIdentity(store: Store, logger: Logger): Promise<string> {
  for (;;) {
    try {
      const id = await ensureStoreId(store);
      return orchestratorIdentity(`${process.pid}@${hostname()}`, { id, bucket: store.bucket });
    } catch (error) {
      if (!(error instanceof EspalierError) || !error.retryable) throw error;
      logger.warn({ err: error }, 'waiting for S3');
      await sleep(pauseMs);
    }
  }
}
