/**
 * Responsible for what a run that has ended came to, whoever still knows: its workflow's result, or what it has committed to S3.
 * Leaves to others: where it stands (run-looks.ts), what a report holds (run-report.ts).
 */
import type { RunReport } from '@espalier/domain';
import type { Settings } from '@espalier/settings';
import { committedManifests, type Store } from '@espalier/store';
import { askingPatienceMs, patiently, watchingPatienceMs } from '@espalier/triggers';
import type { RunResult, runGraph } from '@espalier/workflows';
import { type Client, WorkflowFailedError } from '@temporalio/client';
import { withAttemptsOfEnded } from './attempts-of-ended.js';
import type { RunLooks } from './run-looks.js';
import { runNotFound } from './run-not-found.js';
import { endedWith, isOpen } from './run-progress.js';
import { buildReport } from './run-report.js';
import type { RunSnapshot } from './run-snapshot.js';

/** Where a run stands, and its report. */
export interface RunDetail extends RunSnapshot {
  /** Null while it goes on, and for the moment in which it has ended and Temporal does not know. */
  readonly report: RunReport | null;
}

export class RunReports {
  readonly #settings: Settings;
  readonly #temporal: Client;
  readonly #store: Store;
  readonly #looks: RunLooks;

  constructor(
    {
      settings,
      temporal,
      store,
    }: { readonly settings: Settings; readonly temporal: Client; readonly store: Store },
    looks: RunLooks,
  ) {
    this.#settings = settings;
    this.#temporal = temporal;
    this.#store = store;
    this.#looks = looks;
  }

  /** All of a run at once: where it stands, and its report if it has ended. @throws EspalierError `workflow.run-not-found` */
  async detail(runId: string): Promise<RunDetail> {
    const { look, manifests } = await this.#look(runId);
    const { activities } = look;
    const progress = await withAttemptsOfEnded(this.#temporal, look.progress);
    if (progress.status === 'running') return { progress, activities, report: null };
    const made = manifests ?? (await this.#madeBy(runId));
    const report = made === null ? null : await buildReport(this.#store, { progress, manifests: made });
    return { progress, activities, report };
  }

  /**
   * What a run has made that says that it has ended. Its result tells of stages from the cache, too, which it has not committed itself; a moment
   * may pass until Temporal has that. Null where it has not after some seconds: then nobody can tell all yet.
   */
  async #madeBy(runId: string): Promise<RunResult['manifests'] | null> {
    const { connection, workflow } = this.#temporal;
    try {
      const result = () => workflow.getHandle<typeof runGraph>(runId).result();
      return (await connection.withDeadline(Date.now() + askingPatienceMs(this.#settings), result)).manifests;
    } catch (error) {
      if (error instanceof WorkflowFailedError) return committedManifests(this.#store, runId);
      return null;
    }
  }

  /** The report of a run that ended, or of how far it has come; from S3 where Temporal has forgotten it. */
  async report(runId: string): Promise<RunReport> {
    const description = await patiently(this.#settings, () => this.#looks.describe(runId)).catch(
      (error: unknown) => this.#looks.forgotten(runId, error),
    );
    if ('endedAtMs' in description) return buildReport(this.#store, description);
    if (!isOpen(description)) return this.wait(runId);
    const { progress } = (await this.#look(runId)).look;
    return buildReport(this.#store, { progress, manifests: await committedManifests(this.#store, runId) });
  }

  /** Waits for the run's end, however long, and reports it. */
  async wait(runId: string): Promise<RunReport> {
    const handle = this.#temporal.workflow.getHandle<typeof runGraph>(runId);
    try {
      const { progress, manifests }: RunResult = await patiently(
        this.#settings,
        () => handle.result(),
        watchingPatienceMs,
      );
      return await buildReport(this.#store, { progress, manifests });
    } catch (error) {
      if (!(error instanceof WorkflowFailedError)) {
        return buildReport(this.#store, await this.#looks.forgotten(runId, runNotFound(runId, error)));
      }
      const description = await patiently(this.#settings, () => this.#looks.describe(runId));
      const progress = await endedWith(this.#temporal, description, error);
      return buildReport(this.#store, { progress, manifests: await committedManifests(this.#store, runId) });
    }
  }

  #look(runId: string) {
    return this.#looks.look(runId, askingPatienceMs(this.#settings), null, Number.POSITIVE_INFINITY);
  }
}
