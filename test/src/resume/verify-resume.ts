/** Trains once undisturbed, then again with stops at drawn steps, each time from the latest checkpoint on; compares digests. */
import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { drawInterruption, type Interruption } from './interruptions.js';
import type { RankTeam } from './rank-team.js';
import { caseName, type TrainingCase } from './training-cases.js';

export interface ResumeOptions {
  readonly training: TrainingCase;
  readonly seed: number;
  /** How often the training is stopped. */
  readonly stops: number;
  readonly shardPaths: readonly string[];
  /** Checkpoints go into a folder of their own in it. */
  readonly dir: string;
  /** What stops it in place of draws: one for each stop. */
  readonly interruptions?: readonly Interruption[];
  /** The digest of the undisturbed training, where it is known. */
  readonly expected?: string;
}

export interface Stop extends Interruption {
  /** Step that this part of the training began at. */
  readonly firstStep: number;
  /** The last step that was seen done before the stop. */
  readonly doneSteps: number;
}

export interface ResumeVerdict {
  readonly expected: string;
  readonly digest: string;
  /** Those that came before the training was done. */
  readonly stops: readonly Stop[];
}

export async function verifyResume(team: RankTeam, options: ResumeOptions): Promise<ResumeVerdict> {
  const { training, seed, shardPaths } = options;
  const expected = options.expected ?? (await undisturbed(team, training, shardPaths));
  const checkpointDir = await mkdtemp(join(options.dir, 'checkpoints-'));
  const stops: Stop[] = [];
  try {
    for (let index = 0; ; index++) {
      const place = { seed, name: caseName(training), index };
      const given = options.interruptions;
      const next = given === undefined ? drawInterruption(training, place) : given[index];
      const stop = index < options.stops ? (next ?? null) : null;
      const end = await team.train(training, { shardPaths, checkpointDir }, stop);
      if (end.kind === 'done') return { expected, digest: end.digest, stops };
      if (stop !== null) stops.push({ ...stop, firstStep: end.firstStep, doneSteps: end.doneSteps });
    }
  } finally {
    await rm(checkpointDir, { recursive: true });
  }
}

/** The training in one piece, without any checkpoint. */
async function undisturbed(
  team: RankTeam,
  training: TrainingCase,
  shardPaths: readonly string[],
): Promise<string> {
  const end = await team.train(training, { shardPaths }, null);
  if (end.kind !== 'done') throw new Error('an undisturbed training ends only when it is done');
  return end.digest;
}
