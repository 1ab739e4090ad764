/** Responsible for an encoder's checkpoints: all forests so far, of which some are unfinished. */
import { commitCheckpoint, latestCheckpoint, type StageAttempt, type Store } from '@espalier/store';
import type { RankServices } from '../../gang/rank-services.js';
import type { FittedForest } from './encoder-fit.js';

type SavedForest = Pick<FittedForest, 'task' | 'fold' | 'rounds'>;

export async function saveForests(
  store: Store,
  attempt: StageAttempt,
  forests: readonly FittedForest[],
  step: number,
): Promise<void> {
  await commitCheckpoint(store, attempt, {
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

/** The forests of the last checkpoint; read before the gang meets, so that all ranks see the same. */
export async function readForests({ store, input }: RankServices): Promise<FittedForest[]> {
  const checkpoint = await latestCheckpoint(store, input.context);
  if (checkpoint === null) return [];
  return Promise.all(
    (checkpoint.meta as SavedForest[]).map(async (forest) => {
      const name = partName(forest);
      const part = checkpoint.parts.find((each) => each.name === name);
      if (part === undefined) throw new RangeError(`the checkpoint lacks ${name}`);
      return { ...forest, bytes: await store.getBytes(part) };
    }),
  );
}

function partName({ task, fold }: Pick<FittedForest, 'task' | 'fold'>): string {
  return fold === null ? `${task}.ubj` : `folds/${fold}/${task}.ubj`;
}
