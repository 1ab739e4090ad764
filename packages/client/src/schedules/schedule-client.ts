/**
 * Responsible for schedules of registered pipelines, which Temporal keeps: made after all checks, listed, shown, paused, run at once, deleted.
 * Leaves to others: what a schedule says (triggers), what it starts at each time (workflows).
 */
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import {
  EspalierError,
  type PipelineReference,
  type ScheduleDefinition,
  type ScheduleOverlap,
  type ScheduleSummary,
  type ShownSchedule,
} from '@espalier/domain';
import { type LoadedSpec, nearestName } from '@espalier/spec';
import type { AskedPage, Page } from '@espalier/store';
import {
  type AskedBy,
  checkSchedule,
  PipelineBook,
  patiently,
  type RunAccess,
  requireAskedBy,
  requireRunServices,
  type ScheduleAsk,
} from '@espalier/triggers';
import {
  orchestratorTaskQueue,
  type ScheduledRunInput,
  scheduledWorkflowId,
  scheduleId,
} from '@espalier/workflows';
import {
  ScheduleAlreadyRunning,
  type ScheduleHandle,
  ScheduleNotFoundError,
  ScheduleOverlapPolicy,
} from '@temporalio/client';
import { msToTs } from '@temporalio/common/lib/time.js';
import proto from '@temporalio/proto';
import { schedulePage } from './schedule-page.js';
import { summaryOf } from './schedule-summary.js';
import { scheduledRuns } from './scheduled-runs.js';

export interface NewSchedule extends ScheduleAsk {
  readonly pipeline: PipelineReference;
  /** Starts nothing until it is resumed. */
  readonly isPaused?: boolean | undefined;
}

/** Of Temporal's policies all but the one that ends runs without asking them. */
const policies: Readonly<Record<ScheduleOverlap, ScheduleOverlapPolicy>> = {
  skip: ScheduleOverlapPolicy.SKIP,
  'queue-one': ScheduleOverlapPolicy.BUFFER_ONE,
  queue: ScheduleOverlapPolicy.BUFFER_ALL,
  replace: ScheduleOverlapPolicy.CANCEL_OTHER,
  allow: ScheduleOverlapPolicy.ALLOW_ALL,
};

const { ScheduleOverlapPolicy: sent } = proto.temporal.api.enums.v1;
const waiting = sent.SCHEDULE_OVERLAP_POLICY_BUFFER_ALL;
const runNowPolicies = {
  replace: sent.SCHEDULE_OVERLAP_POLICY_CANCEL_OTHER,
  allow: sent.SCHEDULE_OVERLAP_POLICY_ALLOW_ALL,
} as const;

/** Whoever misspells a name is told the nearest of so many. */
const hintedAmong = 1_000;
const second = 1_000;
/** Runs that are asked for at once have so many seconds, one each. */
const mostAheadMs = 60_000;
/** Temporal keeps no longer ones. */
const mostNoteCharacters = 600;

export class ScheduleClient {
  /** The latest request to run at once, by the schedule's name. */
  readonly #asked = new Map<string, Promise<void>>();
  /** For when a schedule was last asked to run at once, by its name. */
  readonly #askedForMs = new Map<string, number>();

  constructor(private readonly access: RunAccess) {}

  /**
   * @param check throws where what the pipeline reads may not be read
   * @throws EspalierError `request.invalid` with all mistakes, `workflow.schedule-exists`, or as `requireRunServices`, before anything is made
   */
  async create(
    asked: NewSchedule,
    { by, reason }: AskedBy,
    check?: (loaded: LoadedSpec) => void,
  ): Promise<ShownSchedule> {
    requireAskedBy({ by, reason });
    const { settings, temporal, store } = this.access;
    const { pipeline, isPaused = false, ...ask } = asked;
    const problems: string[] = [];
    const loaded = await this.#load(pipeline, problems);
    if (loaded !== null) check?.(loaded);
    const scheduled = loaded && { ...pipeline, isPartitioned: loaded.spec.partitions !== undefined };
    const schedule = checkSchedule(ask, scheduled, by, Date.now(), problems);
    await patiently(settings, () => requireRunServices(settings, temporal, store));
    let attempts = 0;
    const isMade = await this.#asking(() => {
      attempts += 1;
      return temporal.schedule.create(optionsOf(schedule, isPaused, noteOf({ by, reason })));
    }).then(
      () => true,
      (error: unknown) => {
        if (!(error instanceof ScheduleAlreadyRunning)) throw error;
        return false;
      },
    );
    const shown = await this.show(schedule.name, 0);
    // Asked again, Temporal may say so of the schedule that the first request has made, whose answer was lost.
    if (isMade || (attempts > 1 && isDeepStrictEqual(shown.schedule, schedule))) return shown;
    throw new EspalierError('workflow.schedule-exists', `There is a schedule ${schedule.name} already.`, {
      details: { schedule: schedule.name },
    });
  }

  /** In Temporal's order, by the page. @throws EspalierError `request.invalid` for a cursor of another list */
  list(asked: AskedPage): Promise<Page<ScheduleSummary>> {
    return this.#asking(() => schedulePage(this.access.temporal, asked));
  }

  /** @param limit how many of its latest times @throws EspalierError `workflow.unknown-schedule` */
  async show(name: string, limit: number): Promise<ShownSchedule> {
    const described = await this.#known(name, (handle) => handle.describe());
    const { info } = described;
    const summary = summaryOf(described);
    if (summary === null) throw await this.#unknown(name);
    return {
      ...summary,
      counts: {
        started: info.numActionsTaken,
        missed: info.numActionsMissedCatchupWindow,
        skipped: info.numActionsSkippedOverlap,
      },
      runs:
        limit === 0
          ? []
          : await this.#asking(() => scheduledRuns(this.access.temporal, scheduleId(name), limit)),
    };
  }

  /** @throws EspalierError `workflow.unknown-schedule` */
  pause(name: string, asked: AskedBy): Promise<void> {
    requireAskedBy(asked);
    return this.#known(name, (handle) => handle.pause(noteOf(asked)));
  }

  /** @throws EspalierError `workflow.unknown-schedule` */
  resume(name: string, asked: AskedBy): Promise<void> {
    requireAskedBy(asked);
    return this.#known(name, (handle) => handle.unpause(noteOf(asked)));
  }

  /**
   * As if this moment were one of its times; but it is not passed over where a run goes on, it waits for that.
   * @throws EspalierError `workflow.unknown-schedule`
   */
  async runNow(name: string): Promise<void> {
    // One at a time: of two requests that Temporal finds at once it takes the later one.
    const before = this.#asked.get(name) ?? Promise.resolve();
    const asked = before.catch(() => undefined).then(() => this.#runNow(name));
    this.#asked.set(name, asked);
    try {
      await asked;
    } finally {
      if (this.#asked.get(name) === asked) this.#asked.delete(name);
    }
  }

  async #runNow(name: string): Promise<void> {
    // Who describes it waits until it has taken up what it was asked before.
    const described = await this.#known(name, (handle) => handle.describe());
    const summary = summaryOf(described);
    if (summary === null) throw await this.#unknown(name);
    const { overlap } = summary.schedule;
    const times = described.info.recentActions.map(({ scheduledAt }) => scheduledAt.getTime());
    const ownMs = this.#ownSecond(name, Math.max(0, ...times));
    // A Temporal that knows no time of a request takes its own.
    await sleep(Math.max(0, ownMs - Date.now()));
    const overlapPolicy = overlap === 'replace' || overlap === 'allow' ? runNowPolicies[overlap] : waiting;
    const { options, workflowService } = this.access.temporal;
    const { namespace, identity } = options;
    // One request, however often it is sent: the SDK's own would be another each time, and start as many runs.
    const requestId = randomUUID();
    await this.#asking(() =>
      workflowService.patchSchedule({
        ...{ namespace, identity, requestId, scheduleId: scheduleId(name) },
        patch: { triggerImmediately: { overlapPolicy, scheduledTime: msToTs(ownMs) } },
      }),
    );
  }

  /**
   * Temporal, and the key of a run, tell times of a schedule apart by their second: two of one second would be one run.
   * @param takenMs its latest time
   */
  #ownSecond(name: string, takenMs: number): number {
    const nowMs = Date.now();
    // What seems to come from far in the future is of a clock that was ahead: Temporal's, or this one before it was set.
    const lastMs = Math.max(
      ...[this.#askedForMs.get(name) ?? 0, takenMs].map((ms) => (ms > nowMs + mostAheadMs ? 0 : ms)),
    );
    const ownMs = Math.max(nowMs, (Math.floor(lastMs / second) + 1) * second);
    this.#askedForMs.set(name, ownMs);
    return ownMs;
  }

  /** Runs that it has started go on. @throws EspalierError `workflow.unknown-schedule` */
  delete(name: string): Promise<void> {
    return this.#known(name, (handle) => handle.delete());
  }

  async #load(pipeline: PipelineReference, problems: string[]): Promise<LoadedSpec | null> {
    const book = new PipelineBook(this.access.store);
    try {
      const counting = await book.find({ name: pipeline.name, version: null });
      const found = pipeline.version === null ? counting : await book.find(pipeline);
      return book.load(found, { anyPartition: true });
    } catch (error) {
      if (!(error instanceof EspalierError) || error.kind !== 'user') throw error;
      problems.push(error.message.replace(/\.$/, ''));
      return null;
    }
  }

  async #known<T>(name: string, ask: (handle: ScheduleHandle) => Promise<T>): Promise<T> {
    try {
      return await this.#asking(() => ask(this.access.temporal.schedule.getHandle(scheduleId(name))));
    } catch (error) {
      if (error instanceof ScheduleNotFoundError) throw await this.#unknown(name);
      throw error;
    }
  }

  async #unknown(name: string): Promise<EspalierError> {
    const { items } = await this.list({ limit: hintedAmong });
    const near = nearestName(
      name,
      items.map(({ schedule }) => schedule.name),
    );
    const hint = near === null ? '' : ` Is it ${near}?`;
    return new EspalierError('workflow.unknown-schedule', `There is no schedule ${name}.${hint}`, {
      details: { schedule: name },
    });
  }

  #asking<T>(call: () => Promise<T>): Promise<T> {
    return patiently(this.access.settings, call);
  }
}

function noteOf({ by, reason }: AskedBy): string {
  return `${by}: ${reason}`.slice(0, mostNoteCharacters);
}

/** Everything is said: a default of Temporal's, such as a year of catching up, may be another tomorrow. */
function optionsOf(schedule: ScheduleDefinition, paused: boolean, note: string) {
  const { name, pipeline, version, partitionOffset, overlap } = schedule;
  const input: ScheduledRunInput = { schedule: name, pipeline, version, partitionOffset };
  return {
    scheduleId: scheduleId(name),
    spec: {
      ...(schedule.everySeconds === null
        ? { cronExpressions: [schedule.cron ?? ''] }
        : {
            intervals: [{ every: schedule.everySeconds * second, offset: schedule.offsetSeconds * second }],
          }),
      timezone: schedule.timezone,
      jitter: schedule.jitterSeconds * second,
    },
    action: {
      type: 'startWorkflow' as const,
      workflowType: 'scheduledRun',
      workflowId: scheduledWorkflowId(name),
      taskQueue: orchestratorTaskQueue,
      args: [input] as [ScheduledRunInput],
    },
    policies: {
      overlap: policies[overlap],
      catchupWindow: schedule.catchUpSeconds * second,
      pauseOnFailure: false,
    },
    memo: { schedule },
    state: { paused, note },
  };
}
