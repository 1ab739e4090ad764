import { describe, expect, it } from 'vitest';
import { type Concurrency, emptyQueue, enterQueue, leaveQueue, type RunQueue } from './run-queue.js';

const at = 1_700_000_000_000;

/** `a` enters as the first, `b` after it, each as told. */
function entered(...runs: readonly (readonly [runId: string, concurrency: Concurrency])[]): RunQueue {
  return runs.reduce<RunQueue>(
    (queue, [runId, concurrency]) => enterQueue(queue, runId, concurrency, at).queue,
    emptyQueue,
  );
}

const idsOf = ({ active, waiting }: RunQueue) => [active, waiting.map(({ runId }) => runId)];

describe('a run that comes', () => {
  it.each<[string, RunQueue, Concurrency, object]>([
    ['first goes, whatever it declares', emptyQueue, 'skip', { admission: { kind: 'go' } }],
    ['second waits', entered(['a', 'queue']), 'queue', { admission: { kind: 'wait', behind: ['a'] } }],
    [
      'third waits behind both',
      entered(['a', 'queue'], ['b', 'queue']),
      'queue',
      { admission: { kind: 'wait', behind: ['a', 'b'] } },
    ],
    ['second is skipped', entered(['a', 'queue']), 'skip', { admission: { kind: 'skip', behind: ['a'] } }],
    ['second goes beside the first', entered(['a', 'queue']), { allow: 2 }, { admission: { kind: 'go' } }],
    [
      'third waits where two go side by side',
      entered(['a', { allow: 2 }], ['b', { allow: 2 }]),
      { allow: 2 },
      { admission: { kind: 'wait', behind: ['a', 'b'] } },
    ],
    [
      'does not overtake who waits',
      entered(['a', 'queue'], ['b', 'queue']),
      { allow: 3 },
      { admission: { kind: 'wait', behind: ['a', 'b'] } },
    ],
    [
      'replaces those that go and those that wait, and waits for those that go',
      entered(['a', 'queue'], ['b', 'queue']),
      'replace',
      {
        admission: { kind: 'wait', behind: ['a'] },
        replaced: ['a', 'b'],
        queue: { active: ['a'], waiting: [{ runId: 'z', sideBySide: 1, sinceMs: at }] },
      },
    ],
  ])('%s', (_, queue, concurrency, expected) => {
    expect(enterQueue(queue, 'z', concurrency, at)).toMatchObject(expected);
  });

  it('and asks again is told the same, and stands in the queue once', () => {
    const queue = entered(['a', 'queue'], ['b', 'queue'], ['c', 'queue']);
    expect(enterQueue(queue, 'a', 'queue', at)).toEqual({ queue, admission: { kind: 'go' }, replaced: [] });
    const again = { queue, admission: { kind: 'wait', behind: ['a', 'b'] }, replaced: [] };
    expect(enterQueue(queue, 'c', 'replace', at)).toEqual(again);
  });
});

describe('a run that ends', () => {
  it.each<[string, RunQueue, string, readonly string[], unknown]>([
    ['lets the next one go', entered(['a', 'queue'], ['b', 'queue']), 'a', ['b'], [['b'], []]],
    ['alone leaves nobody', entered(['a', 'queue']), 'a', [], [[], []]],
    ['before its turn', entered(['a', 'queue'], ['b', 'queue']), 'b', [], [['a'], []]],
    ['that nobody knows', entered(['a', 'queue'], ['b', 'queue']), 'x', [], [['a'], ['b']]],
    [
      'lets as many go as may go side by side',
      entered(['a', 'queue'], ['b', 'queue'], ['c', { allow: 2 }], ['d', { allow: 2 }]),
      'a',
      ['b', 'c'],
      [['b', 'c'], ['d']],
    ],
    [
      'lets none overtake one that goes alone',
      entered(['a', { allow: 2 }], ['b', { allow: 2 }], ['c', 'queue'], ['d', { allow: 2 }]),
      'a',
      [],
      [['b'], ['c', 'd']],
    ],
  ])('%s', (_, queue, runId, admitted, left) => {
    const after = leaveQueue(queue, runId);
    expect([after.admitted, idsOf(after.queue)]).toEqual([admitted, left]);
  });
});
