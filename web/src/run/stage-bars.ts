/** Responsible for what of a stage's time is a bar of its own: waiting for slots, each attempt, the pause after one that failed. Pure. */
import type { MarkName } from '../design/standing-badge.js';
import type { Stage } from './standing.js';

export interface StageBar {
  readonly fromMs: number;
  readonly toMs: number;
  /** `waiting` until the attempt had what it asked for. */
  readonly mark: MarkName | 'cached';
  /** For whoever points at it. */
  readonly words: string;
}

/** So much is no wait: a gang that finds its slots free has asked for them, too. */
export const leastWaitMs = 200;

/**
 * In the order of time; one bar where nobody keeps the attempts.
 * @param endMs of the stage, or now while it goes on
 * @param mark of the stage as it stands
 */
export function barsOf(stage: Stage, endMs: number, mark: MarkName): StageBar[] {
  const { startedAtMs, attempts = [], cache } = stage;
  if (startedAtMs === null) return [];
  if (cache?.hit === true) return [{ fromMs: startedAtMs, toMs: endMs, mark: 'cached', words: 'cached' }];
  if (attempts.length === 0) return [{ fromMs: startedAtMs, toMs: endMs, mark, words: mark }];
  return attempts.flatMap(({ attempt, askedAtMs, begunAtMs, endedAtMs, failure }) => {
    const toMs = endedAtMs ?? endMs;
    const waitedUntilMs = begunAtMs ?? toMs;
    const name = `attempt ${attempt}`;
    const wait: StageBar = {
      ...{ fromMs: askedAtMs, toMs: waitedUntilMs, mark: 'waiting' },
      words: `${name} waited for slots`,
    };
    const waits = waitedUntilMs - askedAtMs >= leastWaitMs ? [wait] : [];
    if (begunAtMs === null) return waits;
    const own = failure === null ? (endedAtMs === null ? mark : 'succeeded') : 'failed';
    const words = failure === null ? name : `${name}: ${failure.message}`;
    return [...waits, { fromMs: begunAtMs, toMs, mark: own, words }];
  });
}
