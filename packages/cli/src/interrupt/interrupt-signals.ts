/**
 * Responsible for hearing the signals that ask a command to leave, and for each command's end being its own.
 * Leaves to others: what a command does then.
 */
import { exitCodeOfSignal, type InterruptSignal } from '../exit-codes.js';

const interruptSignals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** npm passes on what the terminal has sent to both: one key press may come twice. */
const samePressMs = 300;

export interface InterruptListener extends Disposable {
  /** The first signal that came; null while none has. */
  readonly first: InterruptSignal | null;
}

/** @param heard called for each signal, with how many have come, this one among them */
export function onInterrupt(heard: (signal: InterruptSignal, times: number) => void): InterruptListener {
  let first: InterruptSignal | null = null;
  let times = 0;
  let latest: { readonly signal: InterruptSignal; readonly atMs: number } | null = null;
  const listener = (signal: InterruptSignal) => {
    const atMs = performance.now();
    const again = latest !== null && latest.signal === signal && atMs - latest.atMs < samePressMs;
    latest = { signal, atMs };
    if (again) return;
    first ??= signal;
    times += 1;
    heard(signal, times);
  };
  for (const signal of interruptSignals) process.on(signal, listener);
  return {
    get first() {
      return first;
    },
    [Symbol.dispose]() {
      for (const signal of interruptSignals) process.off(signal, listener);
    },
  };
}

/** For a command that waits for what goes on without it: says so, then leaves with the signal's exit code. */
export function leaveOnInterrupt(sayWhatGoesOn: () => void): InterruptListener {
  return onInterrupt((signal) => {
    sayWhatGoesOn();
    process.exit(exitCodeOfSignal(signal));
  });
}

/** For a command whose work ends with it: aborts the work at the first signal, and leaves at once at the second. */
export function abortOnInterrupt(): InterruptListener & { readonly signal: AbortSignal } {
  const controller = new AbortController();
  const listener = onInterrupt((signal, times) => {
    if (times > 1) process.exit(exitCodeOfSignal(signal));
    controller.abort();
  });
  return {
    get first() {
      return listener.first;
    },
    signal: controller.signal,
    [Symbol.dispose]: () => listener[Symbol.dispose](),
  };
}
