/**
 * Responsible for what a stage tells of its attempts: when each asked for what it runs on, when it began, how it ended. Pure.
 * Leaves to others: whether a stage is tried again (gang-attempts.ts), the moments (stage-instance.ts).
 */
import type { SerializedError, StageAttempt } from '@espalier/domain';
import type { StageAttempts } from './messages.js';

/** Of more the first ones and the latest are kept: they go into histories, and into each event of a run that is followed. */
const firstKept = 2;
const latestKept = 10;
const messageLetters = 300;

export const noAttempts: StageAttempts = { attempt: 1, lastFailure: null, attempts: [] };

/** It asks for its slots; one that needs none begins at once. */
export function attemptAsked(before: StageAttempts, attempt: number, nowMs: number): StageAttempts {
  const asked = { attempt, askedAtMs: nowMs, begunAtMs: null, endedAtMs: null, failure: null };
  const attempts = [...(before.attempts ?? []), asked];
  const kept =
    attempts.length > firstKept + latestKept
      ? [...attempts.slice(0, firstKept), ...attempts.slice(-latestKept)]
      : attempts;
  return { ...before, attempt, attempts: kept };
}

export function attemptBegun(before: StageAttempts, nowMs: number): StageAttempts {
  return withLatest(before, { begunAtMs: nowMs });
}

/** It failed, and is told of as the last that did. */
export function attemptFailed(before: StageAttempts, error: SerializedError, nowMs: number): StageAttempts {
  return { ...attemptEnded(before, error, nowMs), lastFailure: { attempt: before.attempt, error } };
}

/** @param failure null where it succeeded */
export function attemptEnded(
  before: StageAttempts,
  failure: SerializedError | null,
  nowMs: number,
): StageAttempts {
  if (failure === null) return withLatest(before, { endedAtMs: nowMs });
  const { code, message } = failure;
  const short = message.length > messageLetters ? `${message.slice(0, messageLetters)}…` : message;
  return withLatest(before, { endedAtMs: nowMs, failure: { code, message: short } });
}

/** One that has ended stays as it is. */
function withLatest(before: StageAttempts, change: Partial<StageAttempt>): StageAttempts {
  const { attempts = [] } = before;
  const latest = attempts.at(-1);
  if (latest === undefined || latest.endedAtMs !== null) return before;
  return { ...before, attempts: [...attempts.slice(0, -1), { ...latest, ...change }] };
}
