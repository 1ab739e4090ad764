/**
 * Responsible for a model's changes in one run of its workflow: how the model stands, and writing one change after the other down.
 * Leaves to others: taking requests in turn (model-registry.ts), which are granted (decideChange), S3 (the activities).
 */
import {
  aliasesOf,
  decideChange,
  EspalierError,
  type ModelAnswer,
  type ModelChange,
  type ModelRequest,
  type ModelState,
  type Replay,
  requireReplayed,
} from '@espalier/domain';
import {
  ActivityFailure,
  isCancellation,
  patched,
  proxyActivities,
  workflowInfo,
} from '@temporalio/workflow';
import { waitingTaskQueue } from '../contracts.js';
import { describeFailure } from '../failures.js';
import type { ModelActivities } from './model-messages.js';

/**
 * Whoever asks waits meanwhile; S3 may be away for as long as they have patience. They are served beside the activities that compute and
 * commit: the publishing of many runs, which waits for these, may hold all places of those.
 */
function modelKeeper(): ModelActivities {
  return proxyActivities<ModelActivities>({
    taskQueue: waitingTaskQueue(workflowInfo().taskQueue),
    startToCloseTimeout: '1 minute',
    heartbeatTimeout: '6 seconds',
    retry: { initialInterval: '200 milliseconds', backoffCoefficient: 2, maximumInterval: '5 seconds' },
  });
}

/** Takes a second or two. All other changes of the model wait behind it, so it has an end: what can't be tried by then is told. */
function replayer(): Pick<ModelActivities, 'replayGoldenRows'> {
  return proxyActivities<Pick<ModelActivities, 'replayGoldenRows'>>({
    taskQueue: waitingTaskQueue(workflowInfo().taskQueue),
    startToCloseTimeout: '70 seconds',
    scheduleToCloseTimeout: '90 seconds',
    heartbeatTimeout: '6 seconds',
    retry: { initialInterval: '500 milliseconds', maximumAttempts: 3 },
  });
}

export interface Replayed {
  readonly version: number;
  readonly replay: Replay;
}

/** What is known of a change beside what is asked. */
export interface Circumstances {
  /** Nobody asks for it: the version's deadline has passed. */
  readonly isExpiry?: boolean;
  /** No person asks for the promotion, so it is none to older data than the champion has seen. */
  readonly isByItself?: boolean;
  /** What `replay` has said of the version that is promoted, where it was asked before. */
  readonly replayed?: Replayed | null;
}

export class ModelLog {
  readonly #keeper = modelKeeper();
  #state: ModelState | null;
  #lastKnown: ModelState | null;

  constructor(
    private readonly model: string,
    /** Null: read it again. */
    state: ModelState | null,
  ) {
    this.#state = state;
    this.#lastKnown = state;
  }

  /** Null while it is not known how the last change ended. */
  get state(): ModelState | null {
    return this.#state;
  }

  /** How it stood when it was known last; null before. */
  get lastKnown(): ModelState | null {
    return this.#lastKnown;
  }

  async known(): Promise<ModelState> {
    return this.#stands(this.#state ?? (await this.#keeper.recoverModel(this.model)));
  }

  #stands(state: ModelState): ModelState {
    this.#state = state;
    this.#lastKnown = state;
    return state;
  }

  registeredVersion(run: string): Promise<number | null> {
    return this.#keeper.registeredVersion(this.model, run);
  }

  /**
   * Grants a request as the model stands and writes it down. A version becomes the champion once its golden rows were scored again.
   * @throws EspalierError as `decideChange` and `replay`; `registry.older-data`
   */
  async record(
    request: ModelRequest,
    id: string,
    { isExpiry = false, isByItself = false, ...known }: Circumstances = {},
  ): Promise<ModelAnswer> {
    let replayed = known.replayed ?? null;
    for (;;) {
      const now = await this.known();
      const { version, after } = decideChange(now, request);
      let despite = false;
      if (request.action === 'promote' || request.action === 'rollback') {
        despite = request.despiteReplay ?? false;
        if (isByItself && now.champion !== null) await this.#requireNewestData(version);
        if (replayed?.version !== version) replayed = await this.replay(version, request.action, despite);
      }
      const change: ModelChange = {
        ...{ model: this.model, number: after.change, action: request.action, version },
        ...{ by: request.by, reason: request.reason, at: new Date().toISOString(), request: id },
        ...{ before: aliasesOf(now), after },
        ...(request.action === 'register' ? { registration: request.registration } : {}),
        ...(replayed === null ? {} : { replay: replayed.replay }),
        ...(isExpiry ? { isExpiry } : {}),
        ...(despite ? { despiteReplay: despite } : {}),
      };
      // Until it is known how it ended, the changes in S3 tell how the model stands.
      this.#state = null;
      if (!(await this.#keeper.recordModelChange(change))) continue;
      this.#stands(after);
      return {
        ...{ change: after.change, version, isRepeated: false },
        ...{ before: change.before, after: aliasesOf(after) },
        ...(replayed === null ? {} : { replay: replayed.replay }),
      };
    }
  }

  /**
   * What the version's bundle says of its golden rows; null in a history that was begun without.
   * @throws EspalierError as `requireReplayed`
   */
  async replay(version: number, action: 'promote' | 'rollback', despite = false): Promise<Replayed | null> {
    if (!patched('golden-rows')) return null;
    const replay = await this.#scoreAgain(version);
    const asked = { model: this.model, version, action, despite };
    // Histories of before took a person's word for a bundle that nobody had looked at.
    const isTakenUnseen = despite && replay.outcome === 'undone' && !patched('bundle-looked-at');
    if (!isTakenUnseen) requireReplayed(asked, replay);
    return { version, replay };
  }

  /** Asked where the champion moves: another run's version may have become it since this one was registered. */
  async #requireNewestData(version: number): Promise<void> {
    if (!patched('newest-data-again')) return;
    const { model } = this;
    const older = await this.#keeper.olderThanChampion(model, version);
    if (older === null) return;
    const message = `Version ${version} of ${model} does not become the champion by itself: ${older}.`;
    throw new EspalierError('registry.older-data', message, { details: { model, version } });
  }

  /** People are told once, however often it is tried. */
  async tellUntriedDeadline(version: number, why: string): Promise<void> {
    if (patched('untried-deadline-told')) await this.#keeper.tellUntriedDeadline(this.model, version, why);
  }

  async #scoreAgain(version: number): Promise<Replay> {
    try {
      return await replayer().replayGoldenRows(this.model, version);
    } catch (error) {
      if (isCancellation(error) || !(error instanceof ActivityFailure)) throw error;
      return { outcome: 'undone', why: describeFailure(error).message };
    }
  }
}
