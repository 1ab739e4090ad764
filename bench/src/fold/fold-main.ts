/** A process of `bench fold`, which does one job as a feature worker does, and tells what that took. */
import { readFileSync } from 'node:fs';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { growHeapToCompute } from '@espalier/programs';
import { createStore } from '@espalier/store';
import { handleShard } from '@espalier/workers/handle-shard';
import { createLogger } from '@espalier/workers/logger';
import { ShardServices } from '@espalier/workers/shard-services';
import { peakMemoryMib } from '../report/peak-memory.js';
import type { FoldReport, FoldRequest } from './fold-contract.js';

growHeapToCompute();
const { settings, scratchDir, job } = JSON.parse(readFileSync(process.argv[2] ?? '', 'utf8')) as FoldRequest;
const store = createStore(settings.s3);
const services = new ShardServices(settings, store, scratchDir);
const logger = createLogger({ ...settings, logLevel: 'error' }, 'bench');

const pauses = monitorEventLoopDelay({ resolution: 20 });
pauses.enable();
const startedAtMs = performance.now();
const { signal } = new AbortController();
await handleShard(services, logger, job, { signal, reportRows: () => undefined, tellPart: null });
const report: FoldReport = {
  seconds: (performance.now() - startedAtMs) / 1000,
  peakMib: peakMemoryMib(),
  longestPauseSeconds: pauses.max / 1e9,
};
store.close();
process.send?.(report);
process.disconnect();
