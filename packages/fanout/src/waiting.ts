/**
 * Waits that end early: by time or by an abort signal.
 * Leaves the meaning of an early end to callers.
 */
import { EspalierError } from '@espalier/domain';

/** Resolves after `ms`, or at once when `signal` aborts; never rejects. */
export async function pause(ms: number, signal?: AbortSignal): Promise<void> {
  if (signal?.aborted) return;
  await new Promise<void>((resolve) => {
    const finish = () => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', finish);
      resolve();
    };
    const timer = setTimeout(finish, ms);
    signal?.addEventListener('abort', finish, { once: true });
  });
}

/**
 * As `pause`, until the next of the moments that lie `everyMs` apart on this machine's clock, at least a quarter of that away: whatever beats alike, in one process or in several,
 * is woken at once, and so is who is told.
 */
export async function pauseUntilBeat(everyMs: number, signal?: AbortSignal): Promise<void> {
  await pause(untilBeatMs(Date.now(), everyMs), signal);
}

/** Between a quarter and one and a quarter of `everyMs`: a timer that ends a millisecond early makes no second beat, and a third of a lease leaves more than its half. */
export function untilBeatMs(nowMs: number, everyMs: number): number {
  return Math.ceil(nowMs / everyMs + 0.25) * everyMs - nowMs;
}

/** The promise's value, or undefined if it takes longer than `ms`; a rejection after that is dropped. */
export async function within<T>(promise: Promise<T>, ms: number): Promise<T | undefined> {
  const timeout = new AbortController();
  promise.catch(() => {});
  try {
    return await Promise.race([promise, pause(ms, timeout.signal).then(() => undefined)]);
  } finally {
    timeout.abort();
  }
}

/**
 * The promise's value, unless `signal` aborts first.
 * @throws EspalierError `fanout.cancelled` on abort
 */
export async function unlessAborted<T>(promise: Promise<T>, signal: AbortSignal, what: string): Promise<T> {
  promise.catch(() => {});
  if (signal.aborted) throw cancelled(what, signal);
  let stop = () => {};
  const aborted = new Promise<never>((_, reject) => {
    stop = () => reject(cancelled(what, signal));
    signal.addEventListener('abort', stop, { once: true });
  });
  try {
    return await Promise.race([promise, aborted]);
  } finally {
    signal.removeEventListener('abort', stop);
  }
}

export function cancelled(what: string, signal: AbortSignal): EspalierError {
  return new EspalierError('fanout.cancelled', `${what} was cancelled.`, { cause: signal.reason });
}
