/** The thread that measures: one request, one answer. What it computes is in the modules beside it. */
import { parentPort, workerData } from 'node:worker_threads';
import { measureComparison } from './measure-comparison.js';
import { measureEvaluation } from './measure-evaluation.js';
import type { MeasuringRequest } from './measure-in-thread.js';

const request = workerData as MeasuringRequest;
parentPort?.postMessage(
  request.kind === 'evaluation'
    ? measureEvaluation(request.input, request.folder)
    : measureComparison(request.input, request.folder),
);
