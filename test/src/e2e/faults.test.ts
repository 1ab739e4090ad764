/**
 * Processes killed or stopped while a stage runs, and garbage collected: the run goes on, the bytes are the same, no process is left over. All runs are measured
 * against one that nobody disturbed, and that wrote to the cache, which they do not read.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { connectClient, type EspalierClient } from '@espalier/client';
import type { RunProgress, RunReport, StageName } from '@espalier/domain';
import { type BundleManifest, loadBundle } from '@espalier/registry';
import { loadSettings } from '@espalier/settings';
import { createStore, type GarbageReport } from '@espalier/store';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { killRanksOf } from '../resume/kill-ranks.js';
import { collectWhile, leaveGarbage } from './collect-meanwhile.js';
import { censusSpec, OwnStack } from './own-stack.js';

const distributions = ['rows', 'forests'] as const;
type Distribution = (typeof distributions)[number];

type Victim = 'rank' | 'encoder' | 'trainer' | 'feature' | 'shards' | 'orchestrator' | 'supervisor';

interface Fault {
  readonly stage: StageName;
  readonly victim: Victim;
  /** Default: SIGKILL. */
  readonly signal?: 'SIGKILL' | 'SIGSTOP';
  /** Which of several alike, by age. Default: the youngest. Rank 0, which meets the others and writes, is the oldest as a rule. */
  readonly age?: 'oldest' | 'youngest';
}

/** Each run meets several faults, so that every process is hit in every stage where it is active. Every other run's encoder ranks fit apart. */
const runs: readonly (readonly Fault[])[] = [
  [
    { stage: 'extract', victim: 'feature' },
    { stage: 'fit-encoder', victim: 'rank' },
    { stage: 'encode', victim: 'orchestrator' },
    { stage: 'train', victim: 'trainer' },
    { stage: 'evaluate', victim: 'supervisor' },
  ],
  [
    { stage: 'extract', victim: 'orchestrator' },
    { stage: 'fit-encoder', victim: 'encoder' },
    { stage: 'encode', victim: 'supervisor' },
    { stage: 'train', victim: 'rank', age: 'oldest' },
    { stage: 'evaluate', victim: 'feature' },
  ],
  [
    { stage: 'extract', victim: 'supervisor' },
    { stage: 'fit-encoder', victim: 'orchestrator' },
    { stage: 'encode', victim: 'feature' },
    { stage: 'train', victim: 'rank', signal: 'SIGSTOP' },
    { stage: 'evaluate', victim: 'orchestrator' },
  ],
  [
    { stage: 'extract', victim: 'shards' },
    { stage: 'fit-encoder', victim: 'rank', signal: 'SIGSTOP', age: 'oldest' },
    { stage: 'fit-encoder', victim: 'supervisor' },
    { stage: 'encode', victim: 'shards' },
    { stage: 'train', victim: 'orchestrator' },
    { stage: 'train', victim: 'supervisor' },
    { stage: 'evaluate', victim: 'shards' },
  ],
];

const checkpointEverySteps = 60;
/** All rows, so that each stage takes its time; less of what the processor does with them. */
const smallerRun = [
  ...['--set', 'encoder.trees=18', '--set', 'encoder.maxDepth=5', '--set', 'encoder.checkpointEvery=6'],
  ...['--set', 'model.hidden=[32]', '--set', 'model.tower=[16]'],
  ...['--set', `training.checkpointEvery=${checkpointEverySteps}`],
  ...['--set', 'training.earlyStopping.patience=1000'],
];
/** Long enough for two faults in the train stage, each past a checkpoint. */
const shortTraining = ['--set', 'training.epochs=3'];
/** Long enough for five kills in the train stage, each past a new checkpoint; measured all the while. */
const longTraining = ['--set', 'training.epochs=9'];
/** Steps after which the first checkpoint is whole; of fit-encoder over both lanes, or a rank's own. */
const leastSteps: Readonly<Partial<Record<StageName, number>>> = { 'fit-encoder': 14, train: 150 };
/** Further kills, as many as wanted: `npm run verify-resume -- --kills N`. */
const kills = 5;
const seed = 20_260_104;
/** A whole run on a slow machine takes more than two minutes. */
const waitMs = 300_000;
/** Each look at a run is a query of its workflow, which a busy machine feels. The shortest stage that a fault meets takes over a second. */
const lookEveryMs = 200;
/** A run's end hurries nobody. */
const lookForEndEveryMs = 1_000;

let stack: OwnStack;
let client: EspalierClient;
/** By what encoder ranks share out. */
const undisturbed = new Map<Distribution, RunEnd>();

interface RunEnd {
  readonly progress: RunProgress;
  readonly report: RunReport;
  readonly bundle: BundleManifest;
}

async function until<T>(what: string, look: () => Promise<T | null>, everyMs = lookEveryMs): Promise<T> {
  for (const deadline = Date.now() + waitMs; Date.now() < deadline; await sleep(everyMs)) {
    const found = await look();
    if (found !== null) return found;
  }
  throw new Error(`waited in vain for ${what}`);
}

function stageOf(progress: RunProgress, name: StageName): RunProgress['stages'][number] {
  const found = progress.stages.find((stage) => stage.name === name);
  if (found === undefined) throw new Error(`the run lacks the stage ${name}`);
  return found;
}

/**
 * Waits for a stage to be at work; a gang is so once a rank is past a checkpoint, so that its successor goes on from there.
 * @returns false if the stage ended before it was seen
 */
async function untilAtWork(runId: string, stage: StageName): Promise<boolean> {
  const least = leastSteps[stage] ?? 0;
  return await until(`${stage} to run`, async () => {
    const { progress, activities } = await client.progress(runId);
    const { status } = stageOf(progress, stage);
    if (status === 'succeeded') return false;
    if (progress.status !== 'running') throw new Error(`the run ended as ${progress.status} before ${stage}`);
    const farEnough = activities.some(
      (activity) =>
        activity.stage === stage && activity.progress.kind === 'rank' && activity.progress.doneSteps > least,
    );
    return status === 'running' && (farEnough || least === 0) ? true : null;
  });
}

async function strike({ victim, signal = 'SIGKILL', age = 'youngest' }: Fault): Promise<number> {
  const target = await until(`a process espalier-${victim}`, async () => {
    const found = stack.processes().filter(({ title }) => title === `espalier-${victim}`);
    return found.at(age === 'oldest' ? 0 : -1) ?? null;
  });
  process.kill(target.pid, signal);
  const struckAtMs = Date.now();
  // Nobody restarts a supervisor; the next `up` puts the rest under a new one.
  if (victim === 'supervisor') await stack.up();
  return struckAtMs;
}

async function start(...more: readonly string[]): Promise<string> {
  return (await stack.json<{ runId: string }>('run', censusSpec, ...smallerRun, ...more)).runId;
}

async function untilEnd(runId: string, told: () => string = () => ''): Promise<RunEnd> {
  const ended = async () => {
    const { progress: now } = await client.progress(runId);
    return now.status === 'running' ? null : now;
  };
  const progress = await until('the run to end', ended, lookForEndEveryMs);
  expect(progress.error, told()).toBeNull();
  expect(progress.status).toBe('succeeded');
  const report = await stack.json<RunReport>('show', runId);
  const store = createStore(loadSettings({ ESPALIER_HOME: stack.homeDir }).s3);
  const { manifest } = await loadBundle(report.bundle?.uri ?? '', { store, intoDir: join(stack.dir, runId) });
  store.close();
  return { progress, report, bundle: manifest };
}

/** All but what tells how the bundle came about. */
function contentsOf({ parts }: BundleManifest): BundleManifest['parts'] {
  return parts.filter(({ name }) => name !== 'lineage.json');
}

/** The same bytes as those of the undisturbed run, measured the same; and nothing is left over. */
function expectSame({ bundle, report }: RunEnd, undisturbed: RunEnd, told = ''): void {
  expect(report.stages.filter(({ cached }) => cached)).toEqual([]);
  expect(bundle.encoderDigest, told).toBe(undisturbed.bundle.encoderDigest);
  expect(bundle.networkDigest, told).toBe(undisturbed.bundle.networkDigest);
  expect(bundle.digest).toBe(undisturbed.bundle.digest);
  expect(contentsOf(bundle)).toEqual(contentsOf(undisturbed.bundle));
  expect(report.metrics).toEqual(undisturbed.report.metrics);
  expect(report.selection).toEqual(undisturbed.report.selection);
  expect(stack.processes().filter(({ title }) => title === 'espalier-rank')).toEqual([]);
}

beforeAll(async () => {
  stack = await OwnStack.start();
  client = await connectClient(loadSettings({ ESPALIER_HOME: stack.homeDir }));
  for (const each of distributions) {
    undisturbed.set(each, await untilEnd(await start(...shortTraining, ...distributing(each))));
  }
});

afterAll(async () => {
  await client?.close();
  await stack?.[Symbol.asyncDispose]();
});

function distributing(what: Distribution): string[] {
  return ['--set', `encoder.distribute=${what}`];
}

function titleOf(faults: readonly Fault[]): string {
  return faults.map(({ stage, victim, signal = 'SIGKILL' }) => `${signal} ${victim} in ${stage}`).join(', ');
}

for (const [index, faults] of runs.entries()) {
  const distribution = distributions[index % 2] as Distribution;
  test(`${titleOf(faults)}, ${distribution} shared out`, async () => {
    // The shortest stages take less than a second, so a fault may come too late for its stage: another run meets it.
    let left = faults;
    for (let attempt = 0; attempt < 3 && left.length > 0; attempt += 1) {
      left = await missedOf(left, distribution);
    }
    expect(titleOf(left), 'faults that came after their stages in every run').toBe('');
  });
}

test('processes that computed shards were killed over their work, not beside it', () => {
  const folder = join(stack.homeDir, 'logs');
  const logs = readdirSync(folder).filter((name) => name.startsWith('feature-'));
  const text = logs.map((name) => readFileSync(join(folder, name), 'utf8')).join('');
  expect(text.split('the process that computes shards died').length - 1).toBeGreaterThan(0);
});

test(`ranks killed ${kills} times at drawn moments of trainings, beside gc that spares only what is in use`, async () => {
  const longer = await untilEnd(await start(...longTraining));
  expect(longer.report.selection?.curve.length).toBeGreaterThan(20);
  const garbage = await leaveGarbage(stack);
  expect(await garbage()).toHaveLength(3);
  const log: string[] = [];
  const toldKills = () => `seed ${seed}\n${log.join('\n')}`;
  let freedObjects = 0;
  // A fast training may be over before all its kills are made: another meets the rest.
  while (log.length < kills) {
    const made = log.length;
    const runId = await start('--no-cache', ...longTraining);
    let running = true;
    const disturbed = async () => {
      try {
        await killRanksOf(
          runId,
          { stack, client },
          {
            kills: kills - made,
            firstKill: made,
            seed,
            checkpointEverySteps,
            onKill: (line: string) => log.push(line),
          },
        );
        return await untilEnd(runId, toldKills);
      } finally {
        running = false;
      }
    };
    const [end, collections] = await Promise.all([disturbed(), collectWhile(stack, () => running)]);
    expect(log.length, 'kills that came before the training was over').toBeGreaterThan(made);
    expectSame(end, longer, toldKills());
    freedObjects += freedBeside(collections, runId);
  }
  expect(freedObjects).toBeGreaterThan(2);
  expect(await garbage()).toEqual([]);
});

/** How many objects collections beside a run have freed, while they kept of that run alone what it needs. */
function freedBeside(collections: readonly GarbageReport[], runId: string): number {
  const beside = collections.filter(({ oldestOpen }) => oldestOpen?.runId === runId);
  // How many there is time for, the machine decides.
  expect(beside.length).toBeGreaterThan(1);
  // Of all other runs, what they made may go.
  expect(new Set(beside.map(({ runs: { all, results } }) => `${all} ${results}`))).toEqual(new Set(['1 0']));
  return beside.reduce((freed, { freedByKind }) => freed + (freedByKind.objects?.objects ?? 0), 0);
}

/** Has a run meet the faults and end with the bytes of the undisturbed one. @returns those that came after their stage had ended */
async function missedOf(faults: readonly Fault[], distribution: Distribution): Promise<readonly Fault[]> {
  const runId = await start('--no-cache', ...shortTraining, ...distributing(distribution));
  const struckAtMs = new Map<Fault, number>();
  for (const fault of faults) {
    if (await untilAtWork(runId, fault.stage)) struckAtMs.set(fault, await strike(fault));
  }
  const end = await untilEnd(runId);
  for (const [{ stage }, atMs] of struckAtMs) {
    expect(atMs, `the fault came before ${stage}`).toBeGreaterThanOrEqual(
      stageOf(end.progress, stage).startedAtMs ?? Number.POSITIVE_INFINITY,
    );
  }
  expectSame(end, undisturbed.get(distribution) as RunEnd);
  return faults.filter(
    (fault) =>
      (struckAtMs.get(fault) ?? Number.POSITIVE_INFINITY) >
      (stageOf(end.progress, fault.stage).endedAtMs ?? 0),
  );
}
