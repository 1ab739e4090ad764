/**
 * Responsible for measuring beside the event loop: a million rows take seconds, in which leases, locks and heartbeats must be renewed.
 * Leaves to others: the figures (measure-evaluation.ts, measure-comparison.ts).
 */
import { Worker } from 'node:worker_threads';
import type { EvaluateBody } from '@espalier/domain';
import type { ComparedPredictions, ComparedTask } from './measure-comparison.js';
import type { HeldOutPredictions } from './measure-evaluation.js';

export type MeasuringRequest =
  | { readonly kind: 'evaluation'; readonly input: HeldOutPredictions }
  | { readonly kind: 'comparison'; readonly input: ComparedPredictions };

/** Takes over the memory of the predictions, which are empty afterwards. An abort ends the thread. */
export function measureEvaluationInThread(
  input: HeldOutPredictions,
  signal: AbortSignal,
): Promise<EvaluateBody> {
  const columns = Object.values(input.tasks).flatMap(({ labels, network, forest }) => [
    labels,
    network,
    forest,
  ]);
  return inThread({ kind: 'evaluation', input }, [...columns, ...clustersIn(input)], signal);
}

/** As `measureEvaluationInThread`. */
export function measureComparisonInThread(
  input: ComparedPredictions,
  signal: AbortSignal,
): Promise<ComparedTask> {
  const columns = [input.labels, input.forest, ...Object.values(input.variants).flat()];
  return inThread({ kind: 'comparison', input }, [...columns, ...clustersIn(input)], signal);
}

type Column = Float32Array | BigUint64Array;

function clustersIn({ cluster }: Pick<HeldOutPredictions, 'cluster'>): Column[] {
  return cluster === null ? [] : [cluster.ofRows];
}

async function inThread<Result>(
  workerData: MeasuringRequest,
  columns: readonly Column[],
  signal: AbortSignal,
): Promise<Result> {
  signal.throwIfAborted();
  const transferList = [...new Set(columns.map(({ buffer }) => buffer as ArrayBuffer))];
  const url = new URL('./metrics-thread.js', import.meta.url);
  const thread = new Worker(url, { workerData, transferList, execArgv: [] });
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
