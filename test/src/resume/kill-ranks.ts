/**
 * Kills ranks of one training of a whole stack, as it is installed, at drawn moments; alone, or on a stack of its own with a training
 * that nobody disturbs.
 * Leaves to the callers: comparing what the two ended in.
 */
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { connectClient, type EspalierClient } from '@espalier/client';
import type { Digest, RunProgress, RunReport } from '@espalier/domain';
import { loadBundle } from '@espalier/registry';
import { loadSettings } from '@espalier/settings';
import { createStore, latestCheckpoint, type Store } from '@espalier/store';
import { censusSpec, OwnStack } from '../e2e/own-stack.js';
import { drawUnit } from './interruptions.js';

export interface KillOptions {
  readonly kills: number;
  /** Place of the first of them among all that are drawn with the seed. Default 0. */
  readonly firstKill?: number;
  /** Fixes which rank is killed, and how long after it was seen; the training's own pace decides the rest. */
  readonly seed: number;
  readonly checkpointEverySteps?: number;
  readonly onKill?: (line: string) => void;
  readonly signal?: AbortSignal;
}

export interface KillsMade {
  /** Fewer than asked for if the training was over before. */
  readonly kills: number;
  /** From each kill to the first step of the next attempt that was seen; none after a kill before the first step. */
  readonly recoverySeconds: readonly number[];
}

interface BundleDigests {
  readonly encoder: Digest;
  readonly network: Digest;
  readonly bundle: Digest;
}

interface KillOutcome {
  readonly undisturbed: BundleDigests;
  readonly disturbed: BundleDigests;
  /** Of the train stage. */
  readonly seconds: { readonly undisturbed: number; readonly disturbed: number };
  /** From each kill to the first step of the next attempt that was seen; none after a kill before the first step. */
  readonly recoverySeconds: readonly number[];
}

const patienceMs = 120_000;
const pollMs = 100;
/** Every so many kills one does not wait for a step, but meets ranks that load their shards or look for each other. */
const earlyKillEvery = 4;
const maxDelayMs = { early: 1_500, training: 400 };
const usualCheckpointEverySteps = 100;

/** Long enough for the kills, each past a checkpoint newer than the one before had: some 500 short steps for each, measured all the while. */
function smallTraining(kills: number): readonly string[] {
  return Object.entries({
    'encoder.trees': 60,
    'encoder.checkpointEvery': 20,
    'training.batchSize': 1024,
    'training.epochs': 3 * kills,
    'training.earlyStopping.patience': 1000,
    'training.checkpointEvery': usualCheckpointEverySteps,
  }).flatMap(([path, value]) => ['--set', `${path}=${value}`]);
}

/**
 * Kills ranks of a run that trains, or will: some 500 short steps with a checkpoint every 100, or 250 with one every 60, for each kill.
 * Each comes after a checkpoint that is newer than the one before had, as steps alone do not tell: a busy machine trains on while one is written.
 * That is seen a moment late, so a fast training may be over before all kills are made.
 */
export async function killRanksOf(
  runId: string,
  where: { readonly stack: OwnStack; readonly client: EspalierClient },
  options: KillOptions,
): Promise<KillsMade> {
  const store = createStore(loadSettings({ ESPALIER_HOME: where.stack.homeDir }).s3);
  try {
    return await new Killer({ ...where, store }, runId, options).killAll();
  } finally {
    store.close();
  }
}

/** @throws Error when a run fails, or the training ends before all kills are made */
export async function killRanks(options: KillOptions): Promise<KillOutcome> {
  await using stack = await OwnStack.start();
  const client = await connectClient(loadSettings({ ESPALIER_HOME: stack.homeDir }));
  try {
    const start = async () => {
      const changes = smallTraining(options.kills);
      return (await stack.json<{ runId: string }>('run', censusSpec, '--no-cache', ...changes)).runId;
    };
    const first = await start();
    const calm = await untilEnd(client, first, options.signal);
    const second = await start();
    const made = await killRanksOf(second, { stack, client }, options);
    if (made.kills < options.kills) {
      throw new Error(`the training was over after ${made.kills} of ${options.kills} kills`);
    }
    const stormy = await untilEnd(client, second, options.signal);
    return {
      undisturbed: await digestsOf(stack, first),
      disturbed: await digestsOf(stack, second),
      seconds: { undisturbed: trainSeconds(calm), disturbed: trainSeconds(stormy) },
      recoverySeconds: made.recoverySeconds,
    };
  } finally {
    await client.close();
  }
}

interface Patience {
  readonly signal?: AbortSignal | undefined;
  readonly atMostMs?: number;
}

async function until<T>(
  what: string,
  look: () => Promise<T | null>,
  { signal, atMostMs = patienceMs }: Patience,
): Promise<T> {
  for (const deadline = Date.now() + atMostMs; Date.now() < deadline; await sleep(pollMs)) {
    signal?.throwIfAborted();
    const found = await look();
    if (found !== null) return found;
  }
  throw new Error(`waited in vain for ${what}`);
}

async function untilEnd(
  client: EspalierClient,
  runId: string,
  signal: AbortSignal | undefined,
): Promise<RunProgress> {
  const end = await until(
    'the run to end',
    async () => {
      const { progress } = await client.progress(runId);
      return progress.status === 'running' ? null : progress;
    },
    { signal, atMostMs: 4 * patienceMs },
  );
  if (end.status !== 'succeeded') throw new Error(`the run ${end.status}: ${end.error?.message}`);
  return end;
}

function trainStage(progress: RunProgress): RunProgress['stages'][number] | undefined {
  return progress.stages.find(({ name }) => name === 'train');
}

function trainSeconds(progress: RunProgress): number {
  const stage = trainStage(progress);
  return ((stage?.endedAtMs ?? 0) - (stage?.startedAtMs ?? 0)) / 1000;
}

async function digestsOf(stack: OwnStack, runId: string): Promise<BundleDigests> {
  const { bundle } = await stack.json<RunReport>('show', runId);
  const store = createStore(loadSettings({ ESPALIER_HOME: stack.homeDir }).s3);
  const { manifest } = await loadBundle(bundle?.uri ?? '', { store, intoDir: join(stack.dir, runId) });
  store.close();
  return { encoder: manifest.encoderDigest, network: manifest.networkDigest, bundle: manifest.digest };
}

const trainingOver = new Error('the training was over before all kills were made');

/** Kills a process. @returns false where it has ended by itself */
function signalled(pid: number): boolean {
  try {
    return process.kill(pid, 'SIGKILL');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false;
    throw error;
  }
}

class Killer {
  readonly #stack: OwnStack;
  readonly #client: EspalierClient;
  readonly #store: Store;
  readonly #runId: string;
  readonly #options: KillOptions;
  /** Ranks of the attempts before. */
  readonly #spent = new Set<number>();
  #killedAtMs = 0;
  /** Step of the newest checkpoint that was there at the last kill. */
  #savedStep = 0;

  constructor(
    { stack, client, store }: { stack: OwnStack; client: EspalierClient; store: Store },
    runId: string,
    options: KillOptions,
  ) {
    this.#stack = stack;
    this.#client = client;
    this.#store = store;
    this.#runId = runId;
    this.#options = options;
  }

  async killAll(): Promise<KillsMade> {
    const { kills, firstKill = 0 } = this.#options;
    const recoverySeconds: number[] = [];
    let made = 0;
    try {
      await until('the train stage', async () => ((await this.#isTraining()) ? true : null), this.#options);
      for (; made < kills; made += 1) await this.#kill(firstKill + made, recoverySeconds);
    } catch (error) {
      if (error !== trainingOver) throw error;
    }
    return { kills: made, recoverySeconds };
  }

  async #kill(index: number, recoverySeconds: number[]): Promise<void> {
    const { kills, firstKill = 0, seed, checkpointEverySteps = usualCheckpointEverySteps } = this.#options;
    const pids = await this.#newRanks();
    const early = index % earlyKillEvery === earlyKillEvery - 1;
    const firstStep = early ? 0 : await this.#stepsFrom(1);
    const backAfter = (Date.now() - this.#killedAtMs) / 1000;
    if (!early && firstStep <= this.#savedStep && this.#savedStep > 0) {
      throw new Error(
        `step ${firstStep} was done again, where a checkpoint of step ${this.#savedStep} was there`,
      );
    }
    const isFirst = this.#killedAtMs === 0;
    if (!early && !isFirst) recoverySeconds.push(backAfter);
    // Past a new checkpoint, or two.
    const further = (drawUnit(seed, index, 'steps') < 0.5 ? 1 : 2) * checkpointEverySteps;
    if (!early) this.#savedStep = await this.#savedFrom(this.#savedStep + further);
    const delayMs = drawUnit(seed, index, 'delay') * (early ? maxDelayMs.early : maxDelayMs.training);
    await sleep(delayMs);
    const victim = Math.floor(drawUnit(seed, index, 'rank') * pids.length);
    // Where the training ended meanwhile, its ranks did.
    if (!(await this.#isTraining()) || !signalled(pids[victim] as number)) throw trainingOver;
    this.#killedAtMs = Date.now();
    for (const pid of pids) this.#spent.add(pid);
    const when = early
      ? `${Math.round(delayMs)} ms after its start`
      : `past the checkpoint of step ${this.#savedStep}${isFirst ? '' : `; step ${firstStep} came ${backAfter.toFixed(1)} s after the kill before`}`;
    this.#options.onKill?.(
      `kill ${index + 1} of ${firstKill + kills}: rank process ${victim + 1} of ${pids.length}, ${when}`,
    );
  }

  async #isTraining(): Promise<boolean> {
    const { progress } = await this.#client.progress(this.#runId);
    if (progress.status !== 'running' || trainStage(progress)?.status === 'succeeded') throw trainingOver;
    return trainStage(progress)?.status === 'running';
  }

  /** Processes of the attempt that is under way, once all are there and none of the attempt before is left. */
  #newRanks(): Promise<readonly number[]> {
    return until(
      'ranks to come back',
      async () => {
        const pids = this.#stack
          .processes()
          .filter(({ title }) => title === 'espalier-rank')
          .map(({ pid }) => pid);
        if (pids.length === 2 && !pids.some((pid) => this.#spent.has(pid))) return pids;
        await this.#isTraining();
        return null;
      },
      this.#options,
    );
  }

  /** Step of the newest checkpoint, once it is as late as that. */
  #savedFrom(least: number): Promise<number> {
    return until(
      'a newer checkpoint',
      async () => {
        const saved = await latestCheckpoint(this.#store, { runId: this.#runId, stage: 'train' });
        if (saved !== null && saved.step >= least) return saved.step;
        await this.#isTraining();
        return null;
      },
      this.#options,
    );
  }

  /** Steps that are done, once there are so many. */
  #stepsFrom(least: number): Promise<number> {
    return until(
      'the training to go on',
      async () => {
        const { activities } = await this.#client.progress(this.#runId);
        for (const { stage, progress } of activities) {
          if (stage === 'train' && progress.kind === 'rank' && progress.doneSteps >= least)
            return progress.doneSteps;
        }
        await this.#isTraining();
        return null;
      },
      this.#options,
    );
  }
}
