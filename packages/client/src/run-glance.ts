/**
 * Responsible for how a run stands in few words: what of it runs and since when it moves or waits, or why it failed. Pure.
 * Leaves to others: looking (run-looks.ts), what that is called (whoever shows it).
 */
import {
  type AttemptFailure,
  instanceIdOf,
  type RunStatus,
  type StageName,
  type StageStatus,
} from '@espalier/domain';
import type { ActivitySnapshot, Look } from './run-snapshot.js';

/** A stage that runs. */
interface GlancedStage {
  readonly id: string;
  readonly name: StageName;
  readonly status: StageStatus;
  readonly attempt: number;
  readonly startedAtMs: number | null;
  readonly lastFailure: { readonly attempt: number; readonly error: ShortError } | null;
}

interface ShortError {
  readonly code: string;
  readonly message: string;
}

export interface RunGlance {
  readonly runId: string;
  readonly status: RunStatus;
  /** Those that run; ten at most. */
  readonly stages: readonly GlancedStage[];
  readonly activities: readonly (Pick<ActivitySnapshot, 'stage' | 'again'> & {
    readonly progress: { readonly waiting?: string; readonly movedAtMs?: number };
  })[];
  /** Ten at most. */
  readonly waitingFor: readonly string[];
  readonly error: ShortError | null;
}

const most = 10;
const messageLetters = 500;

export function glanceOf({ progress, activities }: Look, nowMs: number): RunGlance {
  const { runId, status, stages, waitingFor = [], error } = progress;
  return {
    ...{ runId, status, waitingFor: waitingFor.slice(0, most), error: error && short(error) },
    stages: stages
      .filter((stage) => stage.status === 'running')
      .slice(0, most)
      .map((stage) => ({
        id: instanceIdOf(stage),
        ...{ name: stage.name, status: stage.status, attempt: stage.attempt, startedAtMs: stage.startedAtMs },
        lastFailure: shortFailure(stage.lastFailure ?? null),
      })),
    activities: activities.slice(0, most).map(({ stage, progress: { waiting, movedAtMs }, again }) => ({
      stage,
      // One of an earlier version does not say: it is not to count as one that stands still.
      progress: { movedAtMs: movedAtMs ?? nowMs, ...(waiting === undefined ? {} : { waiting }) },
      ...(again === undefined ? {} : { again }),
    })),
  };
}

function shortFailure(failure: AttemptFailure | null): GlancedStage['lastFailure'] {
  return failure && { attempt: failure.attempt, error: short(failure.error) };
}

function short({ code, message }: ShortError): ShortError {
  return {
    code,
    message: message.length > messageLetters ? `${message.slice(0, messageLetters)}…` : message,
  };
}
