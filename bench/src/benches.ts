/** The benchmarks by name. */
import { benchApi } from './api/api-bench.js';
import { benchArchitectures } from './architectures/architectures-bench.js';
import type { BenchOptions } from './bench-options.js';
import { benchE2e } from './e2e/e2e-bench.js';
import { benchEncode } from './encode/encode-bench.js';
import { benchExtract } from './extract/extract-bench.js';
import { benchFanout } from './fanout/fanout-bench.js';
import { benchFeed } from './feed/feed-bench.js';
import { benchFit } from './fit/fit-bench.js';
import { benchFold } from './fold/fold-bench.js';
import { benchGeneralise } from './generalise/generalise-bench.js';
import { benchJoins } from './joins/joins-bench.js';
import { benchMemory } from './memory/memory-bench.js';
import { benchPage } from './page/page-bench.js';
import { benchPrecision } from './precision/precision-bench.js';
import type { Measurement } from './report/bench-document.js';
import { benchScaling } from './scaling/scaling-bench.js';
import { benchScore } from './score/score-bench.js';
import { benchSmallFiles } from './small-files/small-files-bench.js';
import { benchSparse } from './sparse/sparse-bench.js';
import { benchOverhead } from './stack/overhead-bench.js';
import { benchStart } from './stack/start-bench.js';
import { benchStep } from './step/step-bench.js';
import { benchCheckpoint } from './training/checkpoint-bench.js';
import { benchInput } from './training/input-bench.js';
import { benchIdle } from './waiting/idle-bench.js';
import { benchRecovery } from './waiting/recovery-bench.js';
import { benchSubmit } from './waiting/submit-bench.js';

export interface Bench {
  readonly summary: string;
  readonly run: (options: BenchOptions) => Promise<Measurement>;
  /** Takes `--runs`. */
  readonly takesRuns?: boolean;
}

export const benches: ReadonlyMap<string, Bench> = new Map([
  ['extract', { summary: 'extraction against the same DuckDB queries', run: benchExtract }],
  ['encode', { summary: "encoding a shard against XGBoost's pred_leaf alone", run: benchEncode }],
  [
    'step',
    { summary: 'the compiled step against tfjs eager and Python, same model and batches', run: benchStep },
  ],
  ['input', { summary: 'the share of training time spent waiting for batches', run: benchInput }],
  ['scaling', { summary: 'two one-thread ranks against one two-thread rank', run: benchScaling }],
  ['checkpoint', { summary: 'a step with checkpoints behind it against one without', run: benchCheckpoint }],
  ['memory', { summary: 'whether memory grows over 100,000 compiled steps', run: benchMemory }],
  ['sparse', { summary: 'tables of embeddings of 10,000 and of 10 million rows', run: benchSparse }],
  ['start', { summary: "from the train stage's start to the first step", run: benchStart }],
  ['e2e', { summary: 'the census run against a plain Python script', run: benchE2e }],
  [
    'architectures',
    { summary: 'a step of each architecture at its defaults, and its parameters', run: benchArchitectures },
  ],
  [
    'fold',
    { summary: 'memory and time of folding 50 million predictions, and 10,000 shards', run: benchFold },
  ],
  [
    'feed',
    { summary: 'making a million impressions of a feed, and the memory of more days', run: benchFeed },
  ],
  ['fit', { summary: "fitting an example's forests against XGBoost's own hist in Python", run: benchFit }],
  ['score', { summary: '`espalier score` against Python with the same bundle and rows', run: benchScore }],
  [
    'small-files',
    { summary: 'planning and extracting 4,000 files of a few kB, on disk and in S3', run: benchSmallFiles },
  ],
  [
    'fanout',
    {
      summary: "empty shard jobs through the product's fan-out, exactly once, and BullMQ alone",
      run: benchFanout,
    },
  ],
  ['joins', { summary: 'extraction with lookups and counts against extraction without', run: benchJoins }],
  [
    'precision',
    { summary: 'what 16-bit matrix products do to models and their trainings', run: benchPrecision },
  ],
  ['generalise', { summary: 'network against forest on made data sets', run: benchGeneralise }],
  [
    'api',
    {
      summary: 'lists and single runs by HTTP, with 100,000 runs behind them',
      run: benchApi,
      takesRuns: true,
    },
  ],
  [
    'page',
    {
      summary: "the operator's page in Chromium, with 100,000 runs behind it",
      run: benchPage,
      takesRuns: true,
    },
  ],
  [
    'recovery',
    { summary: 'how long a training stands still whose rank is killed or stopped', run: benchRecovery },
  ],
  ['submit', { summary: 'how long commands, and submitting runs, keep whoever waits', run: benchSubmit }],
  ['idle', { summary: 'processor time and memory of a stack that does nothing', run: benchIdle }],
  ['overhead', { summary: "a run's wall time less the work of its stages", run: benchOverhead }],
]);
