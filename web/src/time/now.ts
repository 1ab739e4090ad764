/** Responsible for the moment that relative times are told from: one clock for the whole page, which stands still while nobody looks. */
import { useSyncExternalStore } from 'react';

const tickMs = 1_000;
const listeners = new Set<() => void>();
let nowMs = Date.now();
let timer: ReturnType<typeof setInterval> | undefined;

function tick(): void {
  if (document.hidden) return;
  nowMs = Date.now();
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  timer ??= setInterval(tick, tickMs);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  };
}

/** Milliseconds since the epoch, at most a second old. @param everyMs how often the caller is to be drawn anew */
export function useNow(everyMs: number = tickMs): number {
  return useSyncExternalStore(subscribe, () => Math.floor(nowMs / everyMs) * everyMs);
}
