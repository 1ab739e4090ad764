/**
 * Responsible for measuring beside the event loop: a million rows take seconds, in which leases, locks and heartbeats must be renewed.
 * Leaves to others: the figures (measure-evaluation.ts, measure-comparison.ts).
 */
import { Worker } from 'node:worker_threads';
import type { EvaluateBody } from '@espalier/domain';
import type { ComparedPredictions, ComparedTask } from './measure-comparison.js';
import type { Estimated, HeldOutPredictions, HeldOutScores } from './measure-evaluation.js';

/** What is measured, and the folder that its columns are in and others may be put into. */
export interface InFolder<Input> {
  readonly folder: string;
  readonly input: Input;
}

export type MeasuringRequest =
  | ({ readonly kind: 'evaluation' } & InFolder<HeldOutPredictions>)
  | ({ readonly kind: 'estimates' } & InFolder<HeldOutScores>)
  | ({ readonly kind: 'comparison' } & InFolder<ComparedPredictions>);

/**
 * An abort ends the thread.
 * @throws what the signal says; the system's `ENOSPC` where the folder's disk is full
 */
export function measureEvaluationInThread(
  request: InFolder<HeldOutPredictions>,
  signal: AbortSignal,
): Promise<EvaluateBody> {
  return inThread({ kind: 'evaluation', ...request }, signal);
}

/** As `measureEvaluationInThread`. */
export function measureEstimatesInThread(
  request: InFolder<HeldOutScores>,
  signal: AbortSignal,
): Promise<Estimated> {
  return inThread({ kind: 'estimates', ...request }, signal);
}

/** As `measureEvaluationInThread`. */
export function measureComparisonInThread(
  request: InFolder<ComparedPredictions>,
  signal: AbortSignal,
): Promise<ComparedTask> {
  return inThread({ kind: 'comparison', ...request }, signal);
}

async function inThread<Result>(workerData: MeasuringRequest, signal: AbortSignal): Promise<Result> {
  signal.throwIfAborted();
  const url = new URL('./metrics-thread.js', import.meta.url);
  const thread = new Worker(url, { workerData, execArgv: [] });
  const end = () => void thread.terminate();
  signal.addEventListener('abort', end, { once: true });
  try {
    return await new Promise<Result>((resolve, reject) => {
      thread.once('message', resolve);
      thread.once('error', reject);
      thread.once('exit', (code) =>
        reject(signal.reason ?? new Error(`the thread that measures ended with ${code}`)),
      );
    });
  } finally {
    signal.removeEventListener('abort', end);
  }
}
