/** Decides whether a gang that failed starts again, and when; pure. */
import { type ErrorCode, type ErrorKind, errorCatalogue, type SerializedError } from '@espalier/domain';

/** Attempts in a row from one checkpoint before a gang is given up. */
export const maxGangAttempts = 40;

/** How often in a row a gang has started without a newer checkpoint to start from. */
export interface GangStart {
  /** Steps that its latest checkpoint holds. */
  readonly savedSteps: number;
  /** From 1. */
  readonly attempts: number;
}

/** A start from a newer checkpoint is a first one again: ranks may die any number of times, as long as the work goes on. */
export function countStart(last: GangStart | null, savedSteps: number): GangStart {
  const goneOn = last === null || savedSteps > last.savedSteps;
  return goneOn ? { savedSteps, attempts: 1 } : { ...last, attempts: last.attempts + 1 };
}

/** Deaths in a row that look the same. */
export interface RepeatedDeath {
  readonly death: SerializedError;
  readonly times: number;
}

/** The same death at the same step so often is no accident. */
export const maxSameDeaths = 3;
/** Ranks that did not meet so often had more than a minute for it, by the pauses between: as long as a network may be away. */
const maxUnmet = 10;

const deathCodes: ReadonlySet<ErrorCode> = new Set([
  'workflow.rank-died',
  'workflow.rank-out-of-memory',
  'workflow.rank-silent',
  // Without the end of a rank, or a host that went silent, nobody died.
  'workflow.peer-lost',
]);
/** Whoever sends these may do so at any moment, and as often as they like. */
const sentFromOutside: ReadonlySet<unknown> = new Set(['SIGKILL', 'SIGTERM', 'SIGINT', 'SIGHUP', 'SIGQUIT']);

/** Counts a failure that is the death of a rank, or the loss of all, like the one before; null after any other. */
export function countDeath(last: RepeatedDeath | null, failure: SerializedError): RepeatedDeath | null {
  const { phase, silentHosts } = failure.details;
  if (!deathCodes.has(failure.code) || phase === undefined || silentHosts !== undefined) return null;
  const repeated = last !== null && isSameDeath(last.death, failure);
  return { death: failure, times: repeated ? last.times + 1 : 1 };
}

/** How often, where that is too often; else 0. */
export function sameDeathsAtLimit(repeated: RepeatedDeath | null): number {
  if (repeated === null) return 0;
  const { death, times } = repeated;
  const unmet = death.code === 'workflow.peer-lost' && Number(death.details.doneSteps) === 0;
  return times >= (unmet ? maxUnmet : maxSameDeaths) ? times : 0;
}

function isSameDeath(one: SerializedError, other: SerializedError): boolean {
  const a = one.details;
  const b = other.details;
  const sameWay = ['signal', 'exitCode', 'outOfMemory', 'stopped', 'phase'].every(
    (name) => a[name] === b[name],
  );
  if (one.code !== other.code) return false;
  const apart = Math.abs(Number(a.doneSteps) - Number(b.doneSteps));
  if (other.code === 'workflow.peer-lost') {
    // Before the first step each rank waits for others, in a phase of its own.
    const isUnmet = [a, b].map(({ doneSteps }) => Number(doneSteps) === 0);
    if (isUnmet[0] !== isUnmet[1]) return false;
    if (isUnmet[0] === true) return true;
  }
  if (!sameWay) return false;
  const isOutside =
    b.stopped === true || (other.code === 'workflow.rank-died' && sentFromOutside.has(b.signal));
  // Killed from outside while it loads is nothing that it did; at one and the same step it may be.
  if (isOutside) return apart === 0 && Number(b.doneSteps) > 0;
  // Reports of progress are a moment apart.
  return apart <= Math.max(Number(a.stepsAMoment ?? 0), Number(b.stepsAMoment ?? 0));
}

export type GangDecision =
  | { readonly action: 'retry'; readonly delayMs: number }
  | { readonly action: 'fail'; readonly error: SerializedError };

const urgency: Readonly<Record<ErrorKind, number>> = { user: 0, platform: 1, infra: 2 };

/** Losing a peer only echoes another rank's failure, so it is the cause only where nothing else is. */
function rankOf(error: SerializedError): number {
  return urgency[errorCatalogue[error.code].kind] * 2 + (error.code === 'workflow.peer-lost' ? 1 : 0);
}

/** The failure that explains the others: a user's mistake before a fault, a death before its echoes. */
export function gangCause(errors: readonly SerializedError[]): SerializedError {
  const [first, ...rest] = errors;
  if (first === undefined) throw new RangeError('a gang that failed has at least one error');
  return rest.reduce((best, error) => (rankOf(error) < rankOf(best) ? error : best), first);
}

function howAlike({ code, details }: SerializedError, times: number): string {
  if (code !== 'workflow.peer-lost') return `The gang died in the same way ${times} times at the same step`;
  return Number(details.doneSteps) === 0
    ? `The ranks did not meet ${times} times in a row, though none died`
    : `The ranks lost each other ${times} times at the same step, though none died`;
}

/**
 * At once after a first failure (a killed rank), then with pauses that double up to 15 s.
 * @param attempt in a row from one checkpoint, from 1
 * @param sameDeaths how often in a row it has died as it did now
 */
export function decideGang(
  errors: readonly SerializedError[],
  attempt: number,
  sameDeaths = 0,
): GangDecision {
  const cause = gangCause(errors);
  if (sameDeaths >= maxSameDeaths) {
    return {
      action: 'fail',
      error: {
        code: 'workflow.gang-exhausted',
        message: `${howAlike(cause, sameDeaths)}, the last time: ${cause.message}`,
        details: { attempts: attempt, sameDeaths, cause },
      },
    };
  }
  const definition = errorCatalogue[cause.code];
  const limit = definition.kind === 'infra' ? maxGangAttempts : 3;
  if (!definition.retryable) return { action: 'fail', error: cause };
  if (attempt >= limit) {
    return definition.kind === 'infra'
      ? {
          action: 'fail',
          error: {
            code: 'workflow.gang-exhausted',
            message: `The gang failed ${attempt} times without a new checkpoint, the last time with: ${cause.message}`,
            details: { attempts: attempt, cause },
          },
        }
      : { action: 'fail', error: cause };
  }
  return { action: 'retry', delayMs: attempt < 3 ? 0 : Math.min(15_000, 500 * 2 ** (attempt - 3)) };
}
