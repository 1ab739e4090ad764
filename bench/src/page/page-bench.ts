/**
 * `bench page`: whether the operator's page stays quick, in headless Chromium against the real server: first views, frames while events come, what
 * views ask of the server at few and at many runs, what is loaded before anything is seen, and what the server keeps of events.
 */
import { EspalierError } from '@espalier/domain';
import { loadSettings, type Settings } from '@espalier/settings';
import { connectTemporal } from '@espalier/triggers';
import type { Browser } from 'playwright-core';
import type { PreparedRuns } from '../api/prepare-runs.js';
import { withPreparedRuns } from '../api/prepared-home.js';
import type { BenchOptions } from '../bench-options.js';
import { type BenchResult, type Figure, figure, type Measurement, result } from '../report/bench-document.js';
import { say } from '../report/say.js';
import type { BenchStack } from '../stack/bench-stack.js';
import { launchBrowser, type Requests, type View, Visitor } from './browser.js';
import { startEventRelay } from './event-relay.js';
import { curveSteps, curveTasks, type GoingRun, goingShards, startGoingRun } from './going-run.js';
import { type MemoryRound, measureServerMemory } from './server-memory.js';
import { comparedRuns, compareView, countedViews, goingView, homeView, listView } from './views.js';

const defaultRuns = 100_000;
const fewRuns = 100;
const firstViewMs = 1_000;
const frameMs = 100;
const bundleBytes = 250_000;
/** Of what the server keeps: an hour of two events a second, told to fifty viewers. */
const eventsOfHour = 2 * 3_600 * 50;
const hourMib = 64;
const countedForMs = 10_000;
const watchedMs = 8_000;
const rounds = 5;
const frameRounds = 3;
const memoryRounds = { rounds: 3, cycles: 12 };

/** @throws EspalierError `request.invalid` for fewer runs than are compared; `native.missing` without Chromium */
export async function benchPage({ runs = defaultRuns }: BenchOptions): Promise<Measurement> {
  if (runs <= fewRuns)
    throw new EspalierError('request.invalid', `--runs ${runs} is too few: they are held to ${fewRuns}.`);
  const browser = await launchBrowser();
  try {
    const { cacheDir } = loadSettings();
    const few = await withPreparedRuns(cacheDir, fewRuns, (stack, prepared) =>
      withGoingRun(stack, prepared, () => countRequests(browser, stack, prepared)),
    );
    return await withPreparedRuns(cacheDir, runs, (stack, prepared) =>
      withGoingRun(stack, prepared, (going) => measure(browser, { stack, prepared, going, few, runs })),
    );
  } finally {
    await browser.close();
  }
}

/** Others that go on are answered for meanwhile, as an orchestrator would. */
async function withGoingRun<T>(
  { settings }: BenchStack,
  { detailed }: PreparedRuns,
  work: (going: GoingRun) => Promise<T>,
): Promise<T> {
  const temporal = await connectTemporal(settings);
  try {
    await using going = await startGoingRun(temporal, settings.homeDir, detailed[0] ?? '');
    return await work(going);
  } finally {
    await temporal.connection.close();
  }
}

function addressOf({ server: { address } }: Settings): string {
  if (address === null) throw new EspalierError('settings.invalid', 'The stack has no server.');
  return address;
}

const textOf = (values: readonly number[]) => values.map(Math.round).join(', ');

type Counted = ReadonlyMap<string, Requests>;

async function countRequests(
  browser: Browser,
  { settings }: BenchStack,
  { detailed }: PreparedRuns,
): Promise<Counted> {
  const counted = new Map<string, Requests>();
  for (const [name, view] of countedViews(detailed)) {
    await using visitor = await Visitor.arrive(browser, addressOf(settings), settings.homeDir);
    counted.set(name, await visitor.requestsOf(view, countedForMs));
  }
  for (const [name, { count, bytes }] of counted) say(`${name} asks ${count} times for ${bytes} B`);
  return counted;
}

interface Measured {
  readonly stack: BenchStack;
  readonly prepared: PreparedRuns;
  readonly going: GoingRun;
  readonly few: Counted;
  readonly runs: number;
}

async function measure(
  browser: Browser,
  { stack, prepared, going: { runId }, few, runs }: Measured,
): Promise<Measurement> {
  const { settings, environment } = stack;
  const address = addressOf(settings);
  const { homeDir } = settings;
  const many = await countRequests(browser, stack, prepared);
  const views = new Map<string, View>([
    ['home', homeView],
    ['list', listView],
    [`run-of-${goingShards}-shards`, goingView(runId)],
    [`compare-${comparedRuns}`, compareView(prepared.detailed)],
  ]);
  const first = new Map<string, number[]>([...views.keys()].map((name) => [name, []]));
  let bundle = 0;
  for (let round = -1; round < rounds; round += 1) {
    for (const [name, view] of views) {
      await using visitor = await Visitor.arrive(browser, address, homeDir);
      const ms = await visitor.open(view);
      if (view === homeView) bundle = await visitor.loadedBytes();
      // The first warms Temporal's and the server's caches up.
      if (round >= 0) first.get(name)?.push(ms);
    }
    say(`first views ${round + 1} of ${rounds}`);
  }
  for (const [name, ms] of first) say(`${name}: ${textOf(ms)} ms`);
  const frames = await measureFrames(browser, address, homeDir, runId);
  say(`the longest frames took ${textOf(frames)} ms`);
  const memory = await measureServerMemory({ environment, homeDir, runId }, memoryRounds);
  return {
    results: [
      ...[...first].map(([name, ms]) =>
        lower(
          `${name}/1s`,
          ms.map((each) => each / firstViewMs),
          1,
        ),
      ),
      lower(
        'longest-frame/100ms',
        frames.map((each) => each / frameMs),
        1,
      ),
      ...[...many].flatMap(([name, requests]) => growthOf(name, few.get(name), requests)),
      lower('bundle/250kB', [bundle / bundleBytes], 1),
      lower(
        'memory-an-hour/64MiB',
        memory.map(({ bytesOfEvent }) => (bytesOfEvent * eventsOfHour) / 2 ** 20 / hourMib),
        1,
      ),
    ],
    baselines: baselinesOf({ first, frames, many, few, memory, bundle }),
    notes: notesOf(runs, memory),
  };
}

function lower(name: string, values: readonly number[], limit: number): BenchResult {
  return result(figure(name, values, 'x'), { limit, better: 'lower' });
}

/** Five events a second, each of them with more shards done. */
async function measureFrames(
  browser: Browser,
  address: string,
  homeDir: string,
  runId: string,
): Promise<number[]> {
  await using relay = await startEventRelay(address);
  const longest: number[] = [];
  for (let round = 0; round < frameRounds; round += 1) {
    await using visitor = await Visitor.arrive(browser, relay.address, homeDir);
    await visitor.open(goingView(runId));
    longest.push(await visitor.longestFrame(watchedMs));
  }
  return longest;
}

/** Figures and names differ from run to run, and with them some bytes. */
const differingBytes = 1.1;

function growthOf(name: string, few: Requests | undefined, many: Requests): BenchResult[] {
  if (few === undefined) throw new RangeError(`${name} was not counted`);
  return [
    lower(`requests-${name}/few-runs`, [many.count / few.count], 1),
    lower(`bytes-${name}/few-runs`, [many.bytes / few.bytes], differingBytes),
  ];
}

interface Told {
  readonly first: ReadonlyMap<string, readonly number[]>;
  readonly frames: readonly number[];
  readonly many: Counted;
  readonly few: Counted;
  readonly memory: readonly MemoryRound[];
  readonly bundle: number;
}

function baselinesOf({ first, frames, many, few, memory, bundle }: Told): Figure[] {
  const counts = (of: Counted, at: string) =>
    [...of].flatMap(([name, { count, bytes }]) => [
      figure(`requests-${name}-${at}`, [count], ''),
      figure(`bytes-${name}-${at}`, [bytes / 1000], 'kB'),
    ]);
  return [
    ...[...first].map(([name, ms]) => figure(name, ms, 'ms')),
    figure('longest-frame', frames, 'ms'),
    ...counts(few, 'few'),
    ...counts(many, 'many'),
    figure('bundle', [bundle / 1000], 'kB'),
    figure(
      'kept-of-an-event',
      memory.map(({ bytesOfEvent }) => bytesOfEvent),
      'B',
    ),
    figure(
      'server-heap',
      memory.map(({ heapMib }) => heapMib),
      'MiB',
    ),
  ];
}

function notesOf(runs: number, memory: readonly MemoryRound[]): string[] {
  const events = memory.reduce((sum, each) => sum + each.events, 0);
  return [
    `Headless Chromium, 1440 x 900, against the stack's own server with ${runs.toLocaleString('en-US')} runs behind it; each view ${rounds} times by a browser that has loaded nothing yet, from navigation to the frame after what it is for was drawn.`,
    `The run goes on: ${goingShards.toLocaleString('en-US')} shards that an activity reports, ${(curveTasks * curveSteps).toLocaleString('en-US')} points of learning curves in the log. Its longest frame in ${watchedMs / 1000} s, ${frameRounds} times, while a relay tells the server's events five times a second.`,
    `Requests and bytes of a view: of the API, without events, in ${countedForMs / 1000} s from navigation on, with ${runs.toLocaleString('en-US')} runs behind it over ${fewRuns}.`,
    `Memory: the server's heap after garbage collection, over ${events.toLocaleString('en-US')} events to 50 viewers that come and leave, scaled to an hour of two events a second to all of them.`,
  ];
}
