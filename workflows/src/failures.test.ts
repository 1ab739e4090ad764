import {
  ActivityFailure,
  ChildWorkflowFailure,
  RetryState,
  TerminatedFailure,
  TimeoutFailure,
  TimeoutType,
} from '@temporalio/common';
import { expect, test } from 'vitest';
import { describeFailure } from './failures.js';

const ofChild = (cause: Error) =>
  new ChildWorkflowFailure(
    'default',
    { workflowId: 'run/train', runId: 'x' },
    'trainNetwork',
    RetryState.NON_RETRYABLE_FAILURE,
    cause,
  );
const ofActivity = (cause: Error) =>
  new ActivityFailure('failed', 'runRank', '1', RetryState.MAXIMUM_ATTEMPTS_REACHED, 'host', cause);
const late = new TimeoutFailure('timed out', undefined, TimeoutType.START_TO_CLOSE);

test.each([
  {
    what: 'a stage that was terminated',
    failure: ofChild(new TerminatedFailure('by hand')),
    code: 'workflow.terminated',
  },
  { what: 'a stage that ran out of time', failure: ofChild(late), code: 'workflow.timed-out' },
  { what: 'an activity whose worker fell silent', failure: ofActivity(late), code: 'workflow.host-lost' },
  { what: 'the same in a stage', failure: ofChild(ofActivity(late)), code: 'workflow.host-lost' },
])('$what is told as $code', ({ failure, code }) => {
  expect(describeFailure(failure).code).toBe(code);
});
