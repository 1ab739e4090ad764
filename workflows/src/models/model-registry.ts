/**
 * Responsible for a model's changes, one after the other: each is decided on how the model stands, written down, and answered.
 * Leaves to others: what is granted (decideChange), S3 (the activities), starting it (whoever asks first, by Update-with-Start).
 */
import {
  aliasesOf,
  decideChange,
  EspalierError,
  type ModelAnswer,
  type ModelRequest,
  type ModelState,
} from '@espalier/domain';
import {
  allHandlersFinished,
  condition,
  continueAsNew,
  currentUpdateInfo,
  proxyActivities,
  setHandler,
  workflowInfo,
} from '@temporalio/workflow';
import { waitingTaskQueue } from '../contracts.js';
import { describeFailure, toFailure } from '../failures.js';
import { changeModelUpdate, type ModelActivities, type ModelWorkflowInput } from './model-messages.js';

/**
 * Whoever asks waits meanwhile; S3 may be away for as long as they have patience. They are served beside the activities that compute and
 * commit: the publishing of many runs, which waits for these, may hold all places of those.
 */
function modelKeeper(): ModelActivities {
  return proxyActivities<ModelActivities>({
    taskQueue: waitingTaskQueue(workflowInfo().taskQueue),
    startToCloseTimeout: '1 minute',
    heartbeatTimeout: '6 seconds',
    retry: { initialInterval: '200 milliseconds', backoffCoefficient: 2, maximumInterval: '5 seconds' },
  });
}

/** Whoever asks again does so within seconds. */
const keptAnswers = 64;

/** `model/NAME`, which never ends. */
export async function modelRegistry({ model, continued, longestHistory }: ModelWorkflowInput): Promise<void> {
  const keeper = modelKeeper();
  let state = continued?.state ?? null;
  let answers = continued?.answers ?? [];
  let turn: Promise<unknown> = Promise.resolve();

  /** One at a time, in the order in which they came. */
  const inTurn = (work: () => Promise<ModelAnswer>): Promise<ModelAnswer> => {
    const mine = turn.then(work);
    turn = mine.catch(() => undefined);
    return mine;
  };

  const known = async (): Promise<ModelState> => {
    const now: ModelState = state ?? (await keeper.recoverModel(model));
    state = now;
    return now;
  };

  const record = async (request: ModelRequest, id: string): Promise<ModelAnswer> => {
    for (;;) {
      const now = await known();
      const { version, after } = decideChange(now, request);
      const change = {
        ...{ model, number: after.change, action: request.action, version },
        ...{ by: request.by, reason: request.reason, at: new Date().toISOString(), request: id },
        ...{ before: aliasesOf(now), after },
        ...(request.action === 'register' ? { registration: request.registration } : {}),
      };
      // Until it is known how it ended, the changes in S3 tell how the model stands.
      state = null;
      if (!(await keeper.recordModelChange(change))) continue;
      state = after;
      return {
        ...{ change: after.change, version, isRepeated: false },
        ...{ before: change.before, after: aliasesOf(after) },
      };
    }
  };

  const register = async (
    request: ModelRequest & { readonly action: 'register' },
    id: string,
  ): Promise<ModelAnswer> => {
    const { run, promote, gates, comparedWith } = request.registration;
    // First what a process that died has left undone: it may be this very registration.
    const now = await known();
    const version = await keeper.registeredVersion(model, run);
    const aliases = aliasesOf(now);
    const registered =
      version === null
        ? await record(request, id)
        : { change: now.change, version, before: aliases, after: aliases, isRepeated: true };
    // A challenger has never been promoted; another one's promotion is not made up for.
    const { challenger, champion } = await known();
    if (!promote || gates === 'failed' || challenger !== registered.version) return registered;
    // Its gates say nothing of another champion than they have compared it with.
    if (comparedWith !== undefined && comparedWith !== champion) return registered;
    const { by } = request;
    const reason = 'all gates let it pass';
    const promoted = await record({ action: 'promote', by, reason, version: registered.version }, id);
    return { ...promoted, before: registered.before };
  };

  setHandler(
    changeModelUpdate,
    async (request) => {
      const id = currentUpdateInfo()?.id ?? '';
      return inTurn(async () => {
        const [, answered] = answers.find(([asked]) => asked === id) ?? [];
        if (answered !== undefined) return answered;
        try {
          const answer = await (request.action === 'register' ? register(request, id) : record(request, id));
          answers = [...answers, [id, answer] as const].slice(-keptAnswers);
          return answer;
        } catch (error) {
          throw toFailure(error instanceof EspalierError ? error.serialize() : describeFailure(error));
        }
      });
    },
    {
      // What can't be granted as the model stands leaves nothing in the history.
      validator: (request) => {
        const asked = answers.some(([id]) => id === currentUpdateInfo()?.id);
        if (state === null || asked) return;
        try {
          decideChange(state, request);
        } catch (error) {
          throw error instanceof EspalierError ? toFailure(error.serialize()) : error;
        }
      },
    },
  );

  const isLong = () =>
    workflowInfo().continueAsNewSuggested || workflowInfo().historyLength >= longestHistory;
  // Looked at again when it is this one's turn: a request may have begun since, in the same activation.
  do await condition(() => isLong() && allHandlersFinished());
  while (!allHandlersFinished());
  await continueAsNew<typeof modelRegistry>({ model, longestHistory, continued: { state, answers } });
}
