/**
 * Responsible for a model's changes, one after the other: each is decided on how the model stands, written down, and answered; and for what happens
 * to a version that nobody has approved by its deadline.
 * Leaves to others: writing them down (model-log.ts), what is granted (decideChange), starting it (whoever asks first, by Update-with-Start).
 */
import {
  aliasesOf,
  decideChange,
  EspalierError,
  type ModelAnswer,
  type ModelRequest,
} from '@espalier/domain';
import {
  allHandlersFinished,
  condition,
  continueAsNew,
  currentUpdateInfo,
  patched,
  setHandler,
  workflowInfo,
} from '@temporalio/workflow';
import { describeFailure, toFailure } from '../failures.js';
import { expire, nextDeadline } from './await-approvals.js';
import { ModelLog } from './model-log.js';
import { changeModelUpdate, type ModelWorkflowInput } from './model-messages.js';

/** Whoever asks again does so within seconds. */
const keptAnswers = 64;

/** Of what is no champion by itself. */
const refusals = /^registry\.(replay-|older-data)/;

function comparedWithAnother(
  model: string,
  version: number,
  { comparedWith, champion }: { readonly comparedWith: number | null; readonly champion: number | null },
): string {
  const compared = comparedWith === null ? 'knew no champion' : `compared it with version ${comparedWith}`;
  const now = champion === null ? 'there is none now' : `the champion is version ${champion} now`;
  return `Version ${version} of ${model} does not become the champion by itself: its gates ${compared}, and ${now}.`;
}

/** `model/NAME`, which never ends. */
export async function modelRegistry({ model, continued, longestHistory }: ModelWorkflowInput): Promise<void> {
  const log = new ModelLog(model, continued?.state ?? null);
  let answers = continued?.answers ?? [];
  let turn: Promise<unknown> = Promise.resolve();

  /** One at a time, in the order in which they came. */
  const inTurn = <Result>(work: () => Promise<Result>): Promise<Result> => {
    const mine = turn.then(work);
    turn = mine.catch(() => undefined);
    return mine;
  };

  const register = async (
    request: ModelRequest & { readonly action: 'register' },
    id: string,
  ): Promise<ModelAnswer> => {
    const { run, promote, gates, comparedWith } = request.registration;
    // First what a process that died has left undone: it may be this very registration.
    const now = await log.known();
    const version = await log.registeredVersion(run);
    const aliases = aliasesOf(now);
    const registered =
      version === null
        ? await log.record(request, id)
        : { change: now.change, version, before: aliases, after: aliases, isRepeated: true };
    // A challenger has never been promoted; another one's promotion is not made up for.
    const { challenger, champion } = await log.known();
    if (!promote || gates === 'failed' || challenger !== registered.version) return registered;
    const { by } = request;
    const reason = 'all gates let it pass';
    const promotion = { action: 'promote', by, reason, version: registered.version } as const;
    const passOver = async (unpromoted: string): Promise<ModelAnswer> => {
      const passedOver = await log.record({ ...promotion, action: 'pass-over', reason: unpromoted }, id);
      return { ...passedOver, before: registered.before, unpromoted };
    };
    // Its gates say nothing of another champion than they have compared it with.
    if (comparedWith !== undefined && comparedWith !== champion) {
      return patched('other-champion-told')
        ? passOver(comparedWithAnother(model, registered.version, { comparedWith, champion }))
        : registered;
    }
    try {
      const promoted = await log.record(promotion, id, { isByItself: true });
      return { ...promoted, before: registered.before };
    } catch (error) {
      // It is registered all the same, and stays the challenger.
      if (!(error instanceof EspalierError) || !refusals.test(error.code)) throw error;
      const { message: unpromoted } = error;
      return patched('passed-over') ? passOver(unpromoted) : { ...registered, unpromoted };
    }
  };

  /** Of a version that waits for it, the word of a person makes it the champion. */
  const approve = async (
    request: ModelRequest & { readonly action: 'approve' | 'reject' },
    id: string,
  ): Promise<ModelAnswer> => {
    const { by, reason, version } = request;
    const isAwaited = (await log.known()).awaiting?.some((each) => each.version === version) ?? false;
    if (!isAwaited) return log.record(request, id);
    // Nobody approves what can't be promoted then.
    const replayed = await log.replay(version, 'promote');
    const approved = await log.record(request, id);
    const promoted = await log.record({ action: 'promote', by, reason, version }, id, { replayed });
    return { ...promoted, before: approved.before };
  };

  const grant = (request: ModelRequest, id: string): Promise<ModelAnswer> => {
    if (request.action === 'register') return register(request, id);
    return request.action === 'approve' ? approve(request, id) : log.record(request, id);
  };

  setHandler(
    changeModelUpdate,
    async (request) => {
      const id = currentUpdateInfo()?.id ?? '';
      return inTurn(async () => {
        const [, answered] = answers.find(([asked]) => asked === id) ?? [];
        if (answered !== undefined) return answered;
        try {
          const answer = await grant(request, id);
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
        if (log.state === null || asked) return;
        try {
          decideChange(log.state, request);
        } catch (error) {
          throw error instanceof EspalierError ? toFailure(error.serialize()) : error;
        }
      },
    },
  );

  // Whoever waits for a deadline must know of it, also where the run before could not say how the model stands.
  if (continued?.state === null && patched('deadlines-go-on'))
    await inTurn(() => log.known()).catch(() => undefined);

  const isLong = () =>
    workflowInfo().continueAsNewSuggested || workflowInfo().historyLength >= longestHistory;
  const isDone = () => isLong() && allHandlersFinished();
  /** Of a version, where its deadline has passed and it could not be tried. */
  const again = new Map<number, number>();
  // Looked at again when it is this one's turn: a request may have begun since, in the same activation.
  do {
    const next = nextDeadline(log.lastKnown, again);
    const isOther = () => nextDeadline(log.lastKnown, again)?.version !== next?.version;
    if (next === null) await condition(() => isDone() || isOther());
    else if (!(await condition(() => isDone() || isOther(), Math.max(1, next.atMs - Date.now())))) {
      const atMs = await inTurn(() => expire(log, next));
      if (atMs === null) again.delete(next.version);
      else again.set(next.version, atMs);
    }
  } while (!isDone());
  await continueAsNew<typeof modelRegistry>({
    ...{ model, longestHistory },
    continued: { state: log.state, answers },
  });
}
