/**
 * Responsible for one timer of Temporal's SDK: it looks ten times a second, in every worker for ever, whether log lines wait to be handed on.
 * Leaves to others: where the lines go (temporal-logger.ts).
 */

/** For lines that nobody announces: the SDK's native part hands its own over, and they wait for the next look. */
const restMs = 5_000;
/** The SDK keeps each line for a tenth of a second, to sort it among those of its native part. */
const keptMs = 120;

/**
 * Calls `install`, and makes of the interval that it starts, if any, a slow one with looks between when they are due.
 * @returns what to call when a line was given to the SDK's log; it then looks soon
 */
export function withCalmFlushes(install: () => void): () => void {
  const { setInterval: start } = globalThis;
  let look: (() => void) | undefined;
  let timer: NodeJS.Timeout | undefined;
  let isDue = false;
  globalThis.setInterval = ((callback: () => void) => {
    look = callback;
    return start(callback, restMs);
  }) as typeof setInterval;
  try {
    install();
  } finally {
    globalThis.setInterval = start;
  }
  const lookSoon = () => {
    timer = undefined;
    look?.();
    if (isDue) arm();
  };
  const arm = () => {
    isDue = timer !== undefined;
    timer ??= setTimeout(lookSoon, keptMs).unref();
  };
  return arm;
}
