/**
 * Responsible for a look at a run, wherever something is known of it: asked itself, told by Temporal, or recorded in S3.
 * Leaves to others: following a run and reporting it (espalier-client.ts).
 */
import { EspalierError, type RunEnd } from '@espalier/domain';
import { patiently, type RunAccess, recordedRun } from '@espalier/triggers';
import type { RunResult } from '@espalier/workflows';
import type { WorkflowExecutionDescription } from '@temporalio/client';
import { noRun, runNotFound } from './run-not-found.js';
import { knownProgress } from './run-progress.js';
import { isRun } from './run-query.js';
import { type Look, lookAt, lookWithout } from './run-snapshot.js';

export interface Looked {
  readonly look: Look;
  /** False where the run goes on but nobody could be asked where it stands. */
  readonly isAnswer: boolean;
  /** What its instances made, where its end tells it. */
  readonly manifests?: RunResult['manifests'];
}

export class RunLooks {
  constructor(private readonly access: RunAccess) {}

  /** @throws EspalierError `workflow.run-not-found`; Temporal's own where it does not answer */
  async describe(runId: string): Promise<WorkflowExecutionDescription> {
    const handle = this.access.temporal.workflow.getHandle(runId);
    const description = await handle.describe().catch((error: unknown) => {
      throw runNotFound(runId, error);
    });
    if (!isRun(description.type)) throw noRun(runId);
    return description;
  }

  /**
   * @param before the look before, for instances that are not asked or do not answer
   * @param mostAsked of instances that run
   * @throws EspalierError `workflow.run-not-found`, `workflow.temporal-unreachable`
   */
  async look(runId: string, patienceMs: number, before: Look | null, mostAsked: number): Promise<Looked> {
    const { settings, temporal } = this.access;
    const ask = async (): Promise<Looked> => {
      const { progress, ...known } = await knownProgress(temporal, await this.describe(runId));
      if (progress.status !== 'running') return { ...known, look: lookWithout(progress) };
      return { ...known, look: await lookAt(temporal, progress, before, mostAsked) };
    };
    return patiently(settings, ask, patienceMs).catch(async (error: unknown) => {
      const { progress, manifests } = await this.forgotten(runId, error);
      return { look: lookWithout(progress), isAnswer: true, manifests };
    });
  }

  /** What S3 tells of a run that Temporal does not know. @throws `error`, where it is another one or S3 knows none either */
  async forgotten(runId: string, error: unknown): Promise<RunEnd> {
    if (!(error instanceof EspalierError) || error.code !== 'workflow.run-not-found') throw error;
    const recorded = await recordedRun(this.access.store, runId);
    if (recorded === null) throw error;
    return recorded;
  }
}
