/** Responsible for an encoder's checkpoints: forests so far, of which some are unfinished, of all ranks together or of each its own. */
import type { PartRef } from '@espalier/domain';
import {
  commitCheckpoint,
  latestCheckpoint,
  latestCheckpoints,
  type StageAttempt,
  type Store,
  type StoredCheckpoint,
} from '@espalier/store';
import type { RankServices } from '../../gang/rank-services.js';
import type { FittedForest } from './encoder-fit.js';
import type { PlannedForest } from './encoder-plan.js';

type SavedForest = Pick<FittedForest, 'task' | 'fold' | 'rounds'>;

/** @param rank whose they are; 0 for those of all */
export async function saveForests(
  store: Store,
  attempt: StageAttempt,
  rank: number,
  forests: readonly FittedForest[],
  step: number,
): Promise<void> {
  await commitCheckpoint(store, attempt, {
    rank,
    step,
    parts: forests.map((forest) => ({ name: partName(forest), bytes: forest.bytes })),
    meta: forests.map(({ task, fold, rounds }): SavedForest => ({ task, fold, rounds })),
  });
}

/**
 * Saves behind the fit: a store that is slow makes checkpoints rarer, and keeps no peer waiting in a collective.
 * What has failed is thrown at the next call.
 */
export class ForestSaver {
  #saving: Promise<void> | null = null;
  #failure: { readonly reason: unknown } | null = null;

  /** @param save stores what it is given; one call at a time */
  constructor(private readonly save: (forests: readonly FittedForest[], step: number) => Promise<void>) {}

  /** Saves them, unless those before are still on their way. */
  offer(forests: readonly FittedForest[], step: number): void {
    this.#throwFailure();
    if (this.#saving !== null) return;
    this.#saving = this.save(forests, step)
      .catch((reason: unknown) => {
        this.#failure = { reason };
      })
      .finally(() => {
        this.#saving = null;
      });
  }

  /** Waits for what is on its way. */
  async finish(): Promise<void> {
    await this.#saving;
    this.#throwFailure();
  }

  #throwFailure(): void {
    if (this.#failure !== null) throw this.#failure.reason;
  }
}

/**
 * The forests of the last checkpoint; read before the gang meets, so that all ranks that go on from one see the same.
 * @param rank whose they are; 0 for those of all
 */
export async function readForests({ store, input }: RankServices, rank: number): Promise<FittedForest[]> {
  const checkpoint = await latestCheckpoint(store, input.context, rank);
  const saved = checkpoint === null ? [] : forestsIn(checkpoint);
  return Promise.all(
    saved.map(async ({ part, ...forest }) => ({ ...forest, bytes: await store.getBytes(part) })),
  );
}

/**
 * All forests of an encoder whose ranks have each saved their own, finished, in the plan's order.
 * @throws RangeError for one that is not there
 */
export async function finishedForests(
  { store, input }: RankServices,
  planned: readonly PlannedForest[],
): Promise<(SavedForest & { readonly part: PartRef })[]> {
  const checkpoints = await latestCheckpoints(store, input.context);
  const saved = checkpoints.flatMap(forestsIn);
  return planned.map((forest) => {
    const found = saved.find(({ task, fold }) => task === forest.task && fold === forest.fold);
    if (found?.rounds === forest.rounds) return found;
    throw new RangeError(`no rank has saved ${partName(forest)} with its ${forest.rounds} trees`);
  });
}

function forestsIn({ meta, parts }: StoredCheckpoint): (SavedForest & { readonly part: PartRef })[] {
  return (meta as SavedForest[]).map((forest) => {
    const name = partName(forest);
    const part = parts.find((each) => each.name === name);
    if (part === undefined) throw new RangeError(`the checkpoint lacks ${name}`);
    return { ...forest, part };
  });
}

function partName({ task, fold }: Pick<FittedForest, 'task' | 'fold'>): string {
  return fold === null ? `${task}.ubj` : `folds/${fold}/${task}.ubj`;
}
