/**
 * Responsible for the deadlines of versions that wait for a person: at each, what was declared happens, unless somebody has decided.
 * Leaves to others: waiting (model-registry.ts), what a person says (its requests).
 */
import { type AwaitedApproval, EspalierError, type ModelAnswer, type ModelState } from '@espalier/domain';
import { isCancellation, patched } from '@temporalio/workflow';
import { describeFailure } from '../failures.js';
import type { ModelLog } from './model-log.js';

/** What could not be tried is tried again so much later. */
const againMs = 10 * 60_000;

export interface NextDeadline extends AwaitedApproval {
  /** Ms since 1970. */
  readonly atMs: number;
}

/**
 * The first of all deadlines; none of a model that nobody has read yet.
 * @param again of a version, when to come again to what could not be tried at its deadline
 */
export function nextDeadline(
  state: ModelState | null,
  again: ReadonlyMap<number, number>,
): NextDeadline | null {
  const all = (state?.awaiting ?? []).map((each) => ({
    ...each,
    atMs: again.get(each.version) ?? Date.parse(each.until),
  }));
  return all.sort((a, b) => a.atMs - b.atMs)[0] ?? null;
}

/**
 * Does what is declared for a version that still waits.
 * @returns when to come again, where it could not be tried; ms since 1970
 */
export async function expire(log: ModelLog, awaited: AwaitedApproval): Promise<number | null> {
  try {
    await doDeclared(log, awaited);
    return null;
  } catch (error) {
    if (isCancellation(error)) throw error;
    const { message } = error instanceof EspalierError ? error : describeFailure(error);
    await log.tellUntriedDeadline(awaited.version, message);
    // Nobody waits for an answer, and the model's other changes go on.
    return Date.now() + againMs;
  }
}

/** @throws EspalierError `registry.replay-failed` */
async function doDeclared(log: ModelLog, awaited: AwaitedApproval): Promise<void> {
  const { version, until, otherwise, comparedWith } = awaited;
  const now = await log.known();
  const waiting = now.awaiting?.find((each) => each.version === version);
  if (waiting === undefined) return;
  const by = 'deadline';
  const nobody = `nobody had approved it by ${until}`;
  const id = `deadline-${version}`;
  const reject = (reason: string): Promise<ModelAnswer> =>
    log.record({ action: 'reject', by, reason, version }, id, { isExpiry: true });
  if (otherwise === 'reject') {
    await reject(nobody);
    return;
  }
  // Its gates say nothing of another champion than they have compared it with.
  if (comparedWith !== undefined && comparedWith !== now.champion) {
    await reject(`${nobody}, and the champion is not the one that its gates compared it with`);
    return;
  }
  const { wentBack } = waiting;
  if (wentBack !== undefined && patched('nothing-over-a-rollback')) {
    await reject(`${nobody}, and change ${wentBack} has gone back to an older champion meanwhile`);
    return;
  }
  try {
    const circumstances = { isExpiry: true, isByItself: true };
    await log.record({ action: 'promote', by, reason: nobody, version }, id, circumstances);
  } catch (error) {
    if (!(error instanceof EspalierError) || error.code === 'registry.replay-failed') throw error;
    await reject(`${nobody}, and it could not be promoted: ${error.message}`);
  }
}
