/** Responsible for making one encoder of forests that ranks have fitted apart: each saves its own, and reads what the others saved. */
import type { Digest } from '@espalier/domain';
import { digestOfJson, mapBounded } from '@espalier/store';
import { meetPeers } from '../../gang/meet-peers.js';
import type { RankServices } from '../../gang/rank-services.js';
import { finishedForests, saveForests } from './encoder-checkpoint.js';
import type { FittedForest } from './encoder-fit.js';
import { plannedForests } from './encoder-plan.js';

const readsAtOnce = 4;

export interface GatheredForests {
  /** Of all forests, the same on every rank. */
  readonly modelDigest: Digest;
  /** In the plan's order. */
  read(): Promise<FittedForest[]>;
}

/**
 * Waits, however long, until all ranks have come this far.
 * @param own this rank's, finished
 */
export async function gatherForests(
  services: RankServices,
  own: readonly FittedForest[],
): Promise<GatheredForests> {
  const { settings, store, spec, input, attempt, reporter } = services;
  const rounds = own.reduce((sum, forest) => sum + forest.rounds, 0);
  await saveForests(store, attempt, input.rank, own, rounds);
  const standing = { doneSteps: rounds, totalSteps: rounds, rowsPerSecond: 0, losses: {} };
  const onWaiting = (missing: readonly number[]) =>
    reporter.report({ ...standing, phase: `waiting for the forests of rank ${missing.join(', ')}` });
  await meetPeers(settings, { ...input, onWaiting }, 'forests');
  const finished = await finishedForests(services, plannedForests(spec));
  return {
    modelDigest: digestOfJson(finished.map(({ part }) => part.digest)),
    read: () =>
      mapBounded(finished, readsAtOnce, async ({ part, ...forest }) => {
        const here = own.find(({ task, fold }) => task === forest.task && fold === forest.fold);
        return here ?? { ...forest, bytes: await store.getBytes(part) };
      }),
  };
}
