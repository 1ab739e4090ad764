/** Draws how and when a training is stopped: a function of the seed and the stop's place, so that it can be drawn again. */
import { createHash } from 'node:crypto';
import { edgesOf, stepsOf, type TrainingCase } from './training-cases.js';

/**
 * - `abort`: the rank gives up by itself, between two steps or in the midst of one;
 * - `kill`: its process gets SIGKILL, in the midst of whatever it does after that many steps;
 * - `kill-saving`: rank 0's gets it in the midst of saving a checkpoint;
 * - `kill-edge`: it gets it exactly where an epoch's (a segment's) first or last step begins or has ended, before the first step of all
 *   and after the last among them.
 */
type StopKind = 'abort' | 'kill' | 'kill-saving' | 'kill-edge';

export interface Interruption {
  readonly kind: StopKind;
  readonly rank: number;
  /** Steps (rounds of a forest) of the whole training; at once after the first step where it resumes from a later one. */
  readonly afterSteps: number;
  readonly delayMs: number;
}

const stopKinds: readonly StopKind[] = ['abort', 'kill', 'kill-saving', 'kill-edge'];
/** Before the end, so that a stop that comes a moment late still meets the training at work; those at edges are never late. */
const lastSteps = 6;
/** Longer than a step of either training. */
const maxDelayMs = 5;

/** A uniform number in [0, 1). */
export function drawUnit(...keys: readonly (number | string)[]): number {
  return createHash('sha256').update(keys.join('/')).digest().readUInt32LE(0) / 2 ** 32;
}

/** The `index`-th stop of a training: each kind comes up in turn, beginning with a drawn one. */
export function drawInterruption(
  training: TrainingCase,
  place: { readonly seed: number; readonly name: string; readonly index: number },
): Interruption {
  const { seed, name, index } = place;
  const unit = (what: string) => drawUnit(seed, name, index, what);
  const first = Math.floor(drawUnit(seed, name) * stopKinds.length);
  const kind = stopKinds[(first + index) % stopKinds.length] as StopKind;
  const rank = kind === 'kill-saving' ? 0 : Math.floor(unit('rank') * training.worldSize);
  if (kind === 'kill-edge') {
    const edges = edgesOf(training);
    const afterSteps = edges[Math.floor(unit('edge') * edges.length)] as number;
    return { kind, rank, afterSteps, delayMs: 0 };
  }
  return {
    kind,
    rank,
    afterSteps: 1 + Math.floor(unit('steps') * (stepsOf[training.kind] - lastSteps)),
    delayMs: unit('delay') * maxDelayMs,
  };
}
