/** The benchmarks by name. */
import { benchEncode } from './encode/encode-bench.js';
import { benchExtract } from './extract/extract-bench.js';
import type { Measurement } from './report/bench-document.js';
import { benchOverhead } from './stack/overhead-bench.js';
import { benchStart } from './stack/start-bench.js';
import { benchStep } from './step/step-bench.js';

export interface Bench {
  readonly summary: string;
  readonly run: () => Promise<Measurement>;
}

export const benches: ReadonlyMap<string, Bench> = new Map([
  ['extract', { summary: 'extraction against the same DuckDB queries', run: benchExtract }],
  ['encode', { summary: "encoding a shard against XGBoost's pred_leaf alone", run: benchEncode }],
  [
    'step',
    { summary: 'the compiled step against tfjs eager and Python, same model and batches', run: benchStep },
  ],
  ['start', { summary: "from the train stage's start to the first step", run: benchStart }],
  ['overhead', { summary: "a run's wall time less the work of its stages", run: benchOverhead }],
]);
