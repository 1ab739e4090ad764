/** The thread that measures: one request, one answer. What it computes is in the modules beside it. */
import { parentPort, workerData } from 'node:worker_threads';
import { measureComparison } from './measure-comparison.js';
import { measureEstimates, measureEvaluation } from './measure-evaluation.js';
import type { MeasuringRequest } from './measure-in-thread.js';

const request = workerData as MeasuringRequest;

function measured(): unknown {
  switch (request.kind) {
    case 'evaluation':
      return measureEvaluation(request.input, request.folder);
    case 'estimates':
      return measureEstimates(request.input, request.folder);
    case 'comparison':
      return measureComparison(request.input, request.folder);
  }
}

parentPort?.postMessage(measured());
