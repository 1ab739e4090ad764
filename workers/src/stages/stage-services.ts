/** Responsible for what the orchestrator's activities share: connections, and the versions that keys are made of. */
import type { Settings } from '@espalier/settings';
import type { Store } from '@espalier/store';
import type { Redis } from 'ioredis';
import type { Logger } from '../process/logger.js';
import type { CodeDigests } from './code-digests.js';
import type { StageEnvironment } from './stage-environment.js';

export interface StageServices {
  readonly settings: Settings;
  readonly store: Store;
  readonly redis: Redis;
  readonly logger: Logger;
  readonly code: CodeDigests;
  readonly environment: StageEnvironment;
  readonly scratchDir: string;
  /** ID of the Temporal namespace that the runs are in. */
  readonly namespaceId: string;
}
