/** `bench api`: how long the server's slowest answers take, lists, single runs and versions of a model, with 100,000 runs and 1,000 versions behind them. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { EspalierError } from '@espalier/domain';
import { loadSettings, type Settings } from '@espalier/settings';
import { createStore } from '@espalier/store';
import type { BenchOptions } from '../bench-options.js';
import { type Figure, figure, type Measurement, result } from '../report/bench-document.js';
import { say } from '../report/say.js';
import { pipelineCount, pipelineName } from './past-run.js';
import { detailedRuns, type PreparedRuns } from './prepare-runs.js';
import { pastModel, pastVersions, provideVersions } from './prepare-versions.js';
import { withPreparedRuns } from './prepared-home.js';
import { TimedRequests } from './timed-requests.js';

const defaultRuns = 100_000;
const mostMs = 100;
const rounds = 3;
const requestsOfRound = 300;
const percentile = 0.99;

/** Makes the path of the next request of what the answer before told. */
type Walk = (before: { readonly nextCursor?: string | null } | null) => string;

/** @throws EspalierError `request.invalid` for fewer runs than are asked for one by one */
export async function benchApi({ runs = defaultRuns }: BenchOptions): Promise<Measurement> {
  if (runs < detailedRuns) {
    throw new EspalierError('request.invalid', `--runs ${runs} is too few: ${detailedRuns} are asked for.`);
  }
  return withPreparedRuns(loadSettings().cacheDir, runs, async ({ settings }, prepared) => {
    const store = createStore(settings.s3);
    await provideVersions(store, prepared.madeAtMs).finally(() => store.close());
    const requests = await requestsTo(settings);
    try {
      return await measure(requests, prepared, runs);
    } finally {
      requests.close();
    }
  });
}

async function requestsTo({ server, homeDir }: Settings): Promise<TimedRequests> {
  const { address } = server;
  if (address === null) throw new EspalierError('settings.invalid', 'The stack has no server.');
  const token = await readFile(join(homeDir, 'admin-token'), 'utf8');
  return new TimedRequests(address, token.trim());
}

async function measure(requests: TimedRequests, prepared: PreparedRuns, runs: number): Promise<Measurement> {
  const walks = walksOver(prepared.detailed, prepared.madeAtMs);
  const all = new Map([...walks.keys()].map((name): [string, number[][]] => [name, []]));
  for (let round = 0; round < rounds; round += 1) {
    for (const [name, walk] of walks) all.get(name)?.push(await timesOf(requests, walk));
    say(`round ${round + 1} of ${rounds}`);
  }
  const figuresOf = (at: number, share: number): Figure[] =>
    [...all].map(([name, times]) =>
      figure(
        `${name}-p${at}`,
        times.map((round) => quantile(round, share)),
        'ms',
      ),
    );
  return {
    results: [...all].map(([name, times]) => {
      const ratios = times.map((round) => quantile(round, percentile) / mostMs);
      return result(figure(`${name}-p99/100ms`, ratios, 'x'), { limit: 1, better: 'lower' });
    }),
    baselines: [...figuresOf(50, 0.5), ...figuresOf(99, percentile)],
    notes: [
      `${runs.toLocaleString('en-US')} runs of ${pipelineCount} pipelines, copies of a real one; ${rounds} rounds of ${requestsOfRound} requests of each kind, one at a time, over HTTP to the stack's own server.`,
      `${detailedRuns.toLocaleString('en-US')} of them went through Temporal and have their own records in S3; the others are copies of the rows that these left in Temporal's visibility store, which is all that lists read.`,
      `model: one of ${pastVersions.toLocaleString('en-US')} versions; model-version: each of them once; model-history: pages of 50 changes, later: those after it.`,
      'list: pages of 50; later: the pages after it, one after the other. detail, stages, curves: each request of a run that was not asked for before, so that none comes from memory.',
    ],
  };
}

async function timesOf(requests: TimedRequests, walk: Walk): Promise<number[]> {
  const times: number[] = [];
  let before: Parameters<Walk>[0] = null;
  for (let sent = 0; sent < requestsOfRound; sent += 1) {
    const { ms, json } = await requests.get(walk(before));
    before = json;
    times.push(ms);
  }
  return times;
}

/** Each run is asked for once. @throws RangeError after the last */
function walksOver(detailed: readonly string[], madeAtMs: number): ReadonlyMap<string, Walk> {
  const runIds = detailed.values();
  const next = () => {
    const { value } = runIds.next();
    if (value === undefined) throw new RangeError('there are too few runs to ask for each once');
    return value;
  };
  const list = (query: string) => `/v1/runs?limit=50${query}`;
  const pagesOf = (first: () => string): Walk => {
    let path = first();
    return (before) => {
      const cursor = before?.nextCursor;
      if (cursor == null) path = first();
      return cursor == null ? path : `${path}&cursor=${cursor}`;
    };
  };
  const walking = (filters: () => string) => pagesOf(() => list(filters()));
  const turn = <T>(values: readonly T[]) => {
    let at = 0;
    return () => values[at++ % values.length] as T;
  };
  const pipeline = turn(Array.from({ length: pipelineCount }, (_, at) => pipelineName(at)));
  const status = turn(['running', 'succeeded', 'failed', 'cancelled']);
  const since = new Date(madeAtMs).toISOString();
  const model = `/v1/models/${pastModel}`;
  const version = turn(Array.from({ length: pastVersions }, (_, at) => at + 1));
  return new Map<string, Walk>([
    ['list', () => list('')],
    ['list-later', walking(() => '')],
    ['list-pipeline', () => list(`&pipeline=${pipeline()}`)],
    ['list-status', () => list(`&status=${status()}`)],
    ['list-pipeline-failed', () => list(`&pipeline=${pipeline()}&status=failed`)],
    ['list-since', () => list(`&since=${since}`)],
    ['list-pipeline-later', walking(() => `&pipeline=${pipeline()}`)],
    ['list-failed-later', walking(() => '&status=failed')],
    ['detail', () => `/v1/runs/${next()}`],
    ['stages', () => `/v1/runs/${next()}/stages`],
    ['curves', () => `/v1/runs/${next()}/curves`],
    ['model', () => model],
    ['model-version', () => `${model}/versions/${version()}`],
    ['model-history', () => `${model}/history?limit=50`],
    ['model-history-later', pagesOf(() => `${model}/history?limit=50`)],
  ]);
}

function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0;
}
