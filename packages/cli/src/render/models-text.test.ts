import type { ModelAnswer, ModelChange, ModelState, Replay } from '@espalier/domain';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { answerText, historyText, modelListText } from './models-text.js';

beforeEach(() => void vi.useFakeTimers({ now: Date.parse('2026-11-28T12:00:00.000Z') }));
afterEach(() => void vi.useRealTimers());

const state: ModelState = {
  ...{ model: 'feed', change: 7, versions: 4, champion: 2, challenger: 4, previous: 1 },
  ...{ held: [], approved: [], rejected: [] },
};

it.each<[ModelState['awaiting'], string]>([
  [undefined, 'feed 2 4 1 4 - -'],
  [[], 'feed 2 4 1 4 - -'],
  [
    [
      { version: 4, until: '2026-11-30T12:00:00.000Z', otherwise: 'reject' },
      { version: 3, until: '2026-11-28T13:30:00.000Z', otherwise: 'promote' },
    ],
    'feed 2 4 1 4 - 3 (1:30:00 h left)',
  ],
  [[{ version: 4, until: '2026-11-28T11:59:59.000Z', otherwise: 'reject' }], 'feed 2 4 1 4 - 4 (due now)'],
])('tells what waits for a person first, and how long: %j', (awaiting, line) => {
  const told = modelListText([{ ...state, ...(awaiting === undefined ? {} : { awaiting }) }], null);
  expect(told.split('\n').at(-1)?.trim().replaceAll(/ +/g, ' ')).toBe(line);
});

const answer = (replay?: Replay): ModelAnswer => ({
  ...{ change: 8, version: 4, isRepeated: false },
  before: { champion: 2, challenger: 4, previous: 1 },
  after: { champion: 4, challenger: null, previous: 2 },
  ...(replay === undefined ? {} : { replay }),
});
const promoted =
  'Version 4 is the champion of feed now, in place of 2; `espalier model rollback feed` goes back.';

it.each<[Parameters<typeof answerText>[0], Replay | undefined, string]>([
  ['promote', undefined, promoted],
  [
    'promote',
    { outcome: 'same', rows: 64, largest: 0, tolerance: 0 },
    `${promoted} Its 64 golden rows score as they did.`,
  ],
  [
    'promote',
    { outcome: 'none', why: 'no rows were held out' },
    `${promoted} It has no golden rows: no rows were held out.`,
  ],
  [
    'rollback',
    { outcome: 'undone', why: 'The scorer is away.' },
    'Version 4 is the champion of feed again, in place of 2. Its golden rows were not scored: The scorer is away.',
  ],
  [
    'promote',
    { outcome: 'differs', why: 'Row 7 is another.' },
    `${promoted} Its golden rows score otherwise: Row 7 is another.`,
  ],
  ['approve', undefined, 'Version 4 is approved, and the champion of feed now.'],
])('a %s tells of golden rows: %j', (action, replay, told) => {
  expect(answerText(action, 'feed', answer(replay))).toBe(told);
});

it('the history tells of golden rows that were not scored, or that were gone over', () => {
  const change: ModelChange = {
    ...{
      model: 'feed',
      number: 8,
      action: 'promote',
      version: 4,
      by: 'ada',
      reason: 'rounding',
      request: 'r',
    },
    ...{ at: '2026-11-28T12:00:00.000Z', before: state, after: state },
  };
  const told = (given: Partial<ModelChange>) =>
    historyText([{ ...change, ...given }], null)
      .split('\n')
      .at(-1)
      ?.replaceAll(/ +/g, ' ')
      .split('ada ')[1];
  expect(told({})).toBe('rounding');
  expect(told({ replay: { outcome: 'same', rows: 64, largest: 0, tolerance: 0 } })).toBe('rounding');
  expect(told({ replay: { outcome: 'differs', why: 'Row 7 is another.' }, despiteReplay: true })).toBe(
    'rounding (despite its golden rows: Row 7 is another)',
  );
  expect(told({ replay: { outcome: 'none', why: 'no rows were held out' } })).toBe(
    'rounding (no golden rows were scored: no rows were held out)',
  );
});
