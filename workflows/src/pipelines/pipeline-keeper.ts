/**
 * Responsible for a registered pipeline's queue: runs ask for their turn, are told when it has come, and say when they have ended.
 * Those that ended without a word are looked for while others wait. Beside it, partitions are looked for where the pipeline wants it.
 * Leaves to others: whose turn it is (domain), what arrivals start (answer-arrivals.ts).
 */
import {
  type ArrivalWatch,
  emptyQueue,
  enterQueue,
  leaveQueue,
  newWatch,
  type RunQueue,
} from '@espalier/domain';
import {
  allHandlersFinished,
  CancellationScope,
  condition,
  continueAsNew,
  getExternalWorkflowHandle,
  isCancellation,
  patched,
  setHandler,
  sleep,
  workflowInfo,
} from '@temporalio/workflow';
import { cancelSignal } from '../messages.js';
import { answerArrivals } from './answer-arrivals.js';
import { askingActivities, waitingForEnds } from './pipeline-activities.js';
import {
  enterUpdate,
  leaveSignal,
  type PipelineWorkflowInput,
  pipelineQuery,
  turnSignal,
  watchUpdate,
} from './pipeline-messages.js';

const pauseAfterFailure = '1 minute';

/** `pipeline/NAME`, which never ends. */
export async function pipelineKeeper({
  pipeline,
  continued,
  longestHistory,
}: PipelineWorkflowInput): Promise<void> {
  const asking = askingActivities();
  const waiting = waitingForEnds();
  let queue: RunQueue = continued?.queue ?? emptyQueue;
  let changes = 0;
  // One that was terminated leaves runs behind that have their turn.
  let isKnown = continued !== undefined || !patched('runs-with-turn');
  // Nor does anybody ask again for what it looked for; where the pipeline wants no partitions looked for, the first look says so.
  const isFresh = continued === undefined && patched('watch-of-a-successor');
  let watch: ArrivalWatch | null = continued?.watch ?? (isFresh ? newWatch : null);

  const leave = async (runId: string): Promise<void> => {
    const left = leaveQueue(queue, runId);
    queue = left.queue;
    changes += 1;
    for (const next of left.admitted) {
      // One that was terminated while it waited is none to wait for.
      await getExternalWorkflowHandle(next)
        .signal(turnSignal)
        .catch(() => leave(next));
    }
  };

  const replace = async (runIds: readonly string[], by: string): Promise<void> => {
    const reason = `replaced by ${by}, as the pipeline's concurrency says`;
    for (const runId of runIds) {
      await getExternalWorkflowHandle(runId)
        .signal(cancelSignal, reason)
        .catch(() => leave(runId));
    }
  };

  setHandler(pipelineQuery, () => ({ queue, watch }));
  setHandler(watchUpdate, async () => {
    // Another object, by which a look that has begun before is known.
    watch = { ...(watch ?? newWatch) };
  });
  setHandler(leaveSignal, leave);
  setHandler(enterUpdate, async ({ runId, concurrency }) => {
    await condition(() => isKnown);
    const isBlocked = enterQueue(queue, runId, concurrency, 0).admission.kind !== 'go';
    // A run is not held up, skipped or replaced for the sake of one that is gone.
    if (isBlocked && queue.active.length > 0) {
      for (const ended of await asking.endedRuns(queue.active)) await leave(ended);
    }
    const entered = enterQueue(queue, runId, concurrency, Date.now());
    queue = entered.queue;
    changes += 1;
    await replace(entered.replaced, runId);
    return entered.admission;
  });

  const isLong = () =>
    workflowInfo().continueAsNewSuggested || workflowInfo().historyLength >= longestHistory;
  const mayGoOn = () => isLong() && allHandlersFinished();

  /** Those that ended without a word leave too. */
  const lookForEnds = async (): Promise<void> => {
    while (!mayGoOn()) {
      const seen = changes;
      const hasNews = () => changes !== seen || mayGoOn();
      if (queue.waiting.length === 0 || queue.active.length === 0) {
        await condition(hasNews);
        continue;
      }
      const scope = new CancellationScope();
      const ended = scope
        .run(() => waiting.awaitEnds(queue.active))
        .catch((error: unknown) => {
          if (isCancellation(error)) return [];
          // Who asks for a turn has it looked for, too.
          return sleep(pauseAfterFailure).then(() => []);
        });
      await Promise.race([ended, condition(hasNews)]);
      scope.cancel();
      for (const runId of await ended) await leave(runId);
    }
  };

  const lookForArrivals = async (): Promise<void> => {
    const keeper = {
      get watch() {
        return watch;
      },
      set: (next: ArrivalWatch | null) => {
        watch = next;
      },
    };
    while (!mayGoOn()) {
      await condition(() => watch !== null || mayGoOn());
      if (watch !== null)
        await answerArrivals(
          pipeline,
          keeper,
          condition(() => watch === null || mayGoOn()),
        );
    }
  };

  if (!isKnown) {
    queue = { ...queue, active: await asking.runsWithTurn(pipeline) };
    isKnown = true;
  }
  // Looked at again when both have come to an end: a request may have begun since.
  do await Promise.all([lookForEnds(), lookForArrivals()]);
  while (!mayGoOn());
  await continueAsNew<typeof pipelineKeeper>({ pipeline, longestHistory, continued: { queue, watch } });
}
