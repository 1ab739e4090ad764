/** Responsible for how much of a run is kept, and for how long. Pure. Leaves to others: finding out whether it goes on. */

/** `unknown`: nobody has heard of it; it may be another namespace's. */
export type RunState = 'open' | 'ended' | 'unknown';

/**
 * `all`: it goes on, or may. `results`: all that its manifests name. `report`: what it recorded and its manifests, without what these name.
 * `nothing`: not even that.
 */
export type RunKeeping = 'all' | 'results' | 'report' | 'nothing';

export interface Retention {
  /** How long what a run has made is kept after its last write, in milliseconds. */
  readonly keepMs: number;
  /** How long its report is. */
  readonly keepReportsMs: number;
}

/** @param newestMs when the run wrote last */
export function runKeeping(
  state: RunState,
  { newestMs, nowMs }: { readonly newestMs: number; readonly nowMs: number },
  { keepMs, keepReportsMs }: Retention,
): RunKeeping {
  const ageMs = nowMs - newestMs;
  if (state === 'open') return 'all';
  if (ageMs <= keepMs) return state === 'unknown' ? 'all' : 'results';
  return ageMs <= keepReportsMs ? 'report' : 'nothing';
}

/** What a run records of itself (specs, heads, its end), and not what its attempts have made. */
export function isRecord(key: string): boolean {
  return key.startsWith('runs/') && !/\/attempt-\d+\//.test(key);
}

export function isCheckpoint(key: string): boolean {
  return /^runs\/.+\/attempt-\d+\/checkpoint(s\/|-\d+\/)/.test(key);
}
