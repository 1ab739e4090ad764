/**
 * Responsible for what the time of a training's steps goes into, as a bounded series: a few readings of a clock and additions a step.
 * Leaves to others: which part of a step has just ended (train-loop.ts), and what of a step was summing.
 */
import {
  type PacePoint,
  type StepPart,
  type StepSeconds,
  stepParts,
  type TrainingPace,
} from '@espalier/domain';
import type { StepLosses } from './train-step.js';

const mostPoints = 100;
const partIndex = Object.fromEntries(stepParts.map((part, index) => [part, index])) as Record<
  StepPart,
  number
>;

export interface PaceOptions {
  readonly firstStep: number;
  readonly totalSteps: number;
  /** Milliseconds that steps have spent on sums of gradients so far; they are taken out of what the steps took. Default: none. */
  readonly summedMs?: () => number;
  /** A clock that never goes back, in milliseconds. */
  readonly nowMs?: () => number;
}

export class PaceRecorder {
  readonly #firstStep: number;
  readonly #every: number;
  readonly #summedMs: () => number;
  readonly #nowMs: () => number;
  readonly #totals = new Float64Array(stepParts.length);
  readonly #own = new Float64Array(stepParts.length);
  readonly #points: PacePoint[] = [];
  #losses: Record<string, number> = {};
  #rows = 0;
  #ownRows = 0;
  #step: number;
  #lastMs: number;
  #lastSummedMs: number;

  constructor({ firstStep, totalSteps, summedMs = () => 0, nowMs = () => performance.now() }: PaceOptions) {
    this.#firstStep = firstStep;
    this.#step = firstStep;
    this.#every = Math.max(1, Math.ceil((totalSteps - firstStep) / mostPoints));
    this.#summedMs = summedMs;
    this.#nowMs = nowMs;
    this.#lastMs = nowMs();
    this.#lastSummedMs = summedMs();
  }

  /** What has passed since the last call was this. */
  lap(part: StepPart): void {
    const nowMs = this.#nowMs();
    this.#own[partIndex[part]] = (this.#own[partIndex[part]] as number) + nowMs - this.#lastMs;
    this.#lastMs = nowMs;
  }

  /** @param rows over all ranks */
  stepped(rows: number, losses: StepLosses): void {
    this.lap('compute');
    const summedMs = this.#summedMs();
    const inSumMs = summedMs - this.#lastSummedMs;
    this.#lastSummedMs = summedMs;
    this.#own[partIndex.compute] = (this.#own[partIndex.compute] as number) - inSumMs;
    this.#own[partIndex.sum] = (this.#own[partIndex.sum] as number) + inSumMs;
    for (const task in losses)
      this.#losses[task] = (this.#losses[task] ?? 0) + (losses[task] as number) * rows;
    this.#ownRows += rows;
    this.#step += 1;
  }

  /** After all that a step brings with it. */
  endStep(): void {
    this.lap('other');
    if ((this.#step - this.#firstStep) % this.#every === 0) this.#addPoint();
  }

  /** After the last step, and whatever was waited for then. Null where no step was taken. */
  finish(): TrainingPace | null {
    if (this.#ownRows > 0) this.#addPoint();
    else this.#addToTotals();
    const steps = this.#step - this.#firstStep;
    if (steps === 0) return null;
    return {
      firstStep: this.#firstStep,
      steps,
      rows: this.#rows,
      seconds: secondsOf(this.#totals),
      points: [...this.#points],
    };
  }

  #addPoint(): void {
    const tookMs = this.#own.reduce((sum, ms) => sum + ms, 0);
    const rows = this.#ownRows;
    this.#points.push({
      step: this.#step,
      rowsPerSecond: Math.round((rows * 1_000) / Math.max(tookMs, Number.MIN_VALUE)),
      seconds: secondsOf(this.#own),
      losses: Object.fromEntries(Object.entries(this.#losses).map(([task, sum]) => [task, sum / rows])),
    });
    this.#addToTotals();
    this.#rows += rows;
    this.#ownRows = 0;
    this.#losses = {};
  }

  #addToTotals(): void {
    for (const [index, ms] of this.#own.entries()) this.#totals[index] = (this.#totals[index] as number) + ms;
    this.#own.fill(0);
  }
}

/** To the microsecond. */
function secondsOf(ms: Float64Array): StepSeconds {
  const seconds = stepParts.map((part, index) => [part, Math.round((ms[index] as number) * 1_000) / 1e6]);
  return Object.fromEntries(seconds) as StepSeconds;
}
