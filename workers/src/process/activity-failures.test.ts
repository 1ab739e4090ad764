import { CollectiveError, type CollectiveErrorCode } from '@espalier/collectives';
import { type ErrorCode, EspalierError } from '@espalier/domain';
import { TensorFlowError, type TensorFlowErrorCode } from '@espalier/tensorflow';
import { XGBoostError } from '@espalier/xgboost';
import { ApplicationFailure, CancelledFailure } from '@temporalio/common';
import { MockActivityEnvironment } from '@temporalio/testing';
import { pino } from 'pino';
import { describe, expect, it } from 'vitest';
import { activity, toEspalierError } from './activity-failures.js';

const logger = pino({ level: 'silent' });

async function failureOf(error: unknown, attempt = 1): Promise<ApplicationFailure> {
  const environment = new MockActivityEnvironment({ attempt });
  const failing = activity(logger, async () => {
    throw error;
  });
  const failure: unknown = await environment.run(failing).catch((thrown: unknown) => thrown);
  if (!(failure instanceof ApplicationFailure)) throw new Error('an ApplicationFailure was expected');
  return failure;
}

describe('activity failures', () => {
  it.each([
    { name: 'a user error is not retried', code: 'spec.invalid', attempt: 1, nonRetryable: true },
    { name: 'an absent service is retried', code: 'store.unreachable', attempt: 9, nonRetryable: false },
    { name: 'a fault of ours is retried', code: 'workflow.unexpected', attempt: 2, nonRetryable: false },
    { name: 'but not for ever', code: 'workflow.unexpected', attempt: 3, nonRetryable: true },
    { name: 'a fenced attempt gives up', code: 'store.fenced', attempt: 1, nonRetryable: true },
  ] as const)('$name', async ({ code, attempt, nonRetryable }) => {
    const failure = await failureOf(
      new EspalierError(code, 'what happened', { details: { shard: 3 } }),
      attempt,
    );
    expect(failure).toMatchObject({ type: code, message: 'what happened', nonRetryable });
    expect(failure.details).toEqual([{ code, message: 'what happened', details: { shard: 3 } }]);
  });

  it('an error of unknown kind becomes a fault of ours with its words', async () => {
    expect(await failureOf(new TypeError('x is not a function'))).toMatchObject({
      type: 'workflow.unexpected',
      message: 'Unexpected: x is not a function',
    });
  });

  it.each(['ENOSPC', 'EDQUOT'])('a full disk is the machine’s fault, whoever wrote: %s', (code) => {
    const full = Object.assign(new Error(`${code}: there is no room, write`), { code });
    expect(toEspalierError(full)).toMatchObject({ code: 'features.disk-full', retryable: true });
  });

  it("XGBoost's errors are told apart: a lost peer is the gang's, another the fit's", () => {
    expect(toEspalierError(new XGBoostError('collective-failed', 'gone')).code).toBe('workflow.peer-lost');
    expect(toEspalierError(new XGBoostError('native-failed', 'bad depth')).code).toBe('encoder.fit-failed');
  });

  it.each<[TensorFlowErrorCode, ErrorCode, boolean]>([
    ['step-aborted', 'workflow.peer-lost', true],
    ['cluster-failed', 'workflow.peer-lost', true],
    ['op-failed', 'trainer.step-failed', true],
    ['shape-mismatch', 'trainer.step-failed', true],
    ['not-compilable', 'trainer.not-compilable', false],
    ['state-mismatch', 'trainer.invalid-checkpoint', false],
    ['addon-unloadable', 'native.missing', false],
    ['busy', 'workflow.unexpected', true],
  ])("TensorFlow's %s is told as %s, with its words", (native, code, retryable) => {
    const told = toEspalierError(new TensorFlowError(native, 'MatMul ran out of memory'));
    expect([told.code, told.retryable]).toEqual([code, retryable]);
    expect(told.message).toContain('MatMul ran out of memory');
  });

  it.each<[CollectiveErrorCode, ErrorCode]>([
    ['rank-lost', 'workflow.peer-lost'],
    ['gang-not-formed', 'workflow.peer-lost'],
    ['ranks-disagree', 'trainer.step-failed'],
    ['closed', 'workflow.unexpected'],
  ])("a sum's %s is told as %s, with its words", (collective, code) => {
    const told = toEspalierError(new CollectiveError(collective, 'Rank 1 is gone'));
    expect(told.code).toBe(code);
    expect(told.message).toContain('Rank 1 is gone');
  });

  it('a cancelled activity ends as cancelled, whatever its abort led to', async () => {
    const environment = new MockActivityEnvironment();
    const failing = activity(logger, async () => {
      environment.cancel();
      throw new EspalierError('store.unreachable', 'cut off');
    });
    await expect(environment.run(failing)).rejects.toBeInstanceOf(CancelledFailure);
  });
});
