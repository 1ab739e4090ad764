/**
 * Responsible for the runs that partitions start by arriving: looked for, asked for once for each content, and remembered.
 * Leaves to others: looking and starting (activities), what is new (domain).
 */
import { type Arrival, type ArrivalWatch, refusedArrivals, withAnswer, withKnown } from '@espalier/domain';
import { CancellationScope, isCancellation, sleep } from '@temporalio/workflow';
import { describeFailure } from '../failures.js';
import type { ArrivalNews } from '../triggers.js';
import { startingActivities, watchingActivities } from './trigger-activities.js';

const pauseAfterFailure = '1 minute';
const nothingNew = { seen: [], arrivals: [], kept: Number.MAX_SAFE_INTEGER };

export interface WatchKeeper {
  readonly watch: ArrivalWatch | null;
  set(watch: ArrivalWatch | null): void;
}

/** Looks until `stop` resolves; what has been found by then is answered first. */
export async function answerArrivals(
  pipeline: string,
  keeper: WatchKeeper,
  stop: Promise<unknown>,
): Promise<void> {
  const scope = new CancellationScope();
  let isOver = false;
  const over = stop.then(() => {
    isOver = true;
    scope.cancel();
  });
  while (!isOver && keeper.watch !== null) {
    const before = keeper.watch;
    const news = await look(pipeline, before, scope);
    if (news === null) break;
    // Whoever has asked for looks since knows of a version that this one may not have seen.
    if (!news.isWatching && keeper.watch !== before) continue;
    await answer(pipeline, keeper, news);
  }
  await over;
}

async function look(
  pipeline: string,
  { known, problem }: ArrivalWatch,
  scope: CancellationScope,
): Promise<ArrivalNews | null> {
  try {
    return await scope.run(() => watchingActivities().awaitArrivals({ pipeline, known, problem }));
  } catch (error) {
    if (isCancellation(error)) return null;
    // The queue lives in the same workflow: what nobody foresaw is told, and looked past.
    await sleep(pauseAfterFailure);
    return { isWatching: true, problem: describeFailure(error), ...nothingNew };
  }
}

async function answer(pipeline: string, keeper: WatchKeeper, news: ArrivalNews): Promise<void> {
  const { isWatching, problem, seen, arrivals, kept } = news;
  if (!isWatching || keeper.watch === null) return keeper.set(null);
  // What was refused may have lacked what has arrived.
  const again = arrivals.length === 0 ? [] : refusedArrivals(keeper.watch);
  const isNew = ({ label }: Arrival) => arrivals.some((arrival) => arrival.label === label);
  for (const arrival of [...arrivals, ...again.filter((each) => !isNew(each))]) {
    const answered = await start(pipeline, arrival);
    if (keeper.watch !== null) keeper.set(withAnswer(keeper.watch, answered));
  }
  if (keeper.watch === null) return;
  keeper.set({ ...keeper.watch, problem, known: withKnown(keeper.watch.known, seen, kept) });
}

async function start(pipeline: string, arrival: Arrival) {
  const { label, digest } = arrival;
  const key = `arrival ${label} ${digest}`;
  const told = { ...arrival, atMs: Date.now() };
  try {
    const trigger = { pipeline, version: null, partition: label, key, by: 'arrival' } as const;
    const { runId } = await startingActivities().triggerRun(trigger);
    return { ...told, runId, refusal: null };
  } catch (error) {
    // Of bad data, or a window that is not whole: somebody has to look at it, and the next partition is not kept waiting.
    return { ...told, runId: null, refusal: describeFailure(error) };
  }
}
