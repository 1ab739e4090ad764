/**
 * `bench fold`: what a feature worker takes in memory and time to make one result of very many shards, and for how long it is deaf
 * meanwhile. Each fold is a process of its own.
 */
import { fork } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ShardJob } from '@espalier/fanout';
import type { Settings } from '@espalier/settings';
import { startTestServers } from '@espalier/stack';
import { createStore } from '@espalier/store';
import { type BenchResult, type Figure, figure, type Measurement, result } from '../report/bench-document.js';
import { reportOfChild } from '../report/report-of-child.js';
import { say } from '../report/say.js';
import type { FoldReport, FoldRequest } from './fold-contract.js';
import { predictionJobs, type Sizes, statisticsJob } from './fold-inputs.js';

const sizes: Sizes = { predictions: 50_000_000, clusters: 5_000_000, shards: 10_000, columns: 1_000 };
const mostMib = 1024;
/** It says once a second that it lives, and is taken for hung after ten. */
const longestPauseSeconds = 2;

const program = fileURLToPath(new URL('./fold-main.js', import.meta.url));

export async function benchFold(): Promise<Measurement> {
  await using servers = await startTestServers({ parts: ['s3'] });
  const { settings } = servers;
  const store = createStore(settings.s3);
  const results: BenchResult[] = [];
  const baselines: Figure[] = [];
  const measure = async (name: string, job: ShardJob) => {
    say(`${name}: folding`);
    const { seconds, peakMib, longestPauseSeconds: pause } = await foldInProcess(settings, job);
    results.push(
      result(figure(`${name}-peak-memory`, [peakMib], 'MiB'), { limit: mostMib, better: 'lower' }),
      result(figure(`${name}-longest-pause`, [pause], 's'), { limit: longestPauseSeconds, better: 'lower' }),
    );
    baselines.push(figure(name, [seconds], 's'));
  };
  try {
    say(`writing ${sizes.predictions.toLocaleString('en-US')} predictions`);
    const { evaluate, compare } = await predictionJobs(store, sizes);
    await measure('evaluate', evaluate);
    await measure('compare', compare);
    say(`writing the statistics of ${sizes.shards.toLocaleString('en-US')} shards`);
    await measure('extract', await statisticsJob(store, sizes));
  } finally {
    store.close();
  }
  const count = (value: number) => value.toLocaleString('en-US');
  return {
    results,
    baselines,
    notes: [
      `evaluate: metrics of ${count(sizes.predictions)} predictions of one task in ${count(sizes.clusters)} clusters, by network and forest, and their difference; compare: of two trainings, with curves.`,
      `extract: statistics of ${count(sizes.shards)} shards with ${count(sizes.columns)} columns, one in fifty of them categorical.`,
      'Each is the job that a feature worker takes, in a process of its own, from S3 to S3. peak-memory: VmHWM of that process; longest-pause: the longest time in which it could neither hear nor tell anything.',
    ],
  };
}

async function foldInProcess(settings: Settings, job: ShardJob): Promise<FoldReport> {
  const scratchDir = join(settings.homeDir, 'fold');
  mkdirSync(scratchDir, { recursive: true });
  const request: FoldRequest = { settings, scratchDir, job };
  const path = join(scratchDir, 'request.json');
  writeFileSync(path, JSON.stringify(request), { mode: 0o600 });
  // Standard output is the benchmark's document.
  const child = fork(program, [path], { execArgv: [], stdio: ['ignore', 2, 2, 'ipc'] });
  try {
    return await reportOfChild<FoldReport>(child, 'the fold');
  } finally {
    child.kill('SIGKILL');
  }
}
