/** Responsible for what the orchestrator's activities share: connections, and the versions that keys are made of. */
import type { Environment, ModelAnswer, ModelRequest } from '@espalier/domain';
import type { WorkerRole } from '@espalier/fanout';
import type { Settings } from '@espalier/settings';
import type { Store } from '@espalier/store';
import type { Redis } from 'ioredis';
import type { Announcer } from '../process/announcer.js';
import type { Logger } from '../process/logger.js';
import type { ScoreRows } from '../replay/score-in-process.js';
import type { CodeDigests } from './code-digests.js';
import type { EnvironmentRecords } from './stage-pool.js';

export interface StageServices {
  readonly settings: Settings;
  readonly store: Store;
  readonly redis: Redis;
  readonly logger: Logger;
  readonly code: CodeDigests;
  /** Of this process. */
  readonly environment: Environment;
  /** What a worker of each role on this machine would be of, for where none was ever seen. */
  readonly assumed: Readonly<Record<WorkerRole, Environment>>;
  readonly environments: EnvironmentRecords;
  readonly scratchDir: string;
  /** ID of the Temporal namespace that the runs are in. */
  readonly namespaceId: string;
  readonly announcer: Pick<Announcer, 'runEnded' | 'announce'>;
  /** Scores a few rows in a process of its own. */
  readonly scoreRows: ScoreRows;
  /**
   * Asks a registered model for a change; the same ID again is the same request.
   * @param signal that the activity is cancelled
   */
  askModel(model: string, request: ModelRequest, id: string, signal?: AbortSignal): Promise<ModelAnswer>;
}
