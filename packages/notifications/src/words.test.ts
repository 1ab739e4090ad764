import type { ModelChange, RunEnd, RunStatus } from '@espalier/domain';
import { expect, it } from 'vitest';
import { modelChanged, runEnded } from './words.js';

function ended(status: RunStatus): RunEnd {
  const error = { code: 'spec.invalid', message: 'The day is broken.', details: {} } as const;
  return {
    progress: {
      ...{ runId: 'feed-2', pipeline: 'feed', status, stages: [] },
      error: status === 'failed' ? error : null,
    },
    ...{
      manifests: {},
      changes: ['feed@3', '--for 2026-11-20'],
      startedAtMs: 0,
      endedAtMs: 1_700_000_000_000,
    },
  };
}

it.each<[RunStatus, string | null, string | null]>([
  ['failed', null, 'run.failed'],
  ['failed', 'feed-1', 'run.failed'],
  ['succeeded', null, null],
  ['succeeded', 'feed-1', 'run.recovered'],
  ['cancelled', 'feed-1', null],
])('a run that %s after %s: %s', (status, before, type) => {
  const told = runEnded(ended(status), before);
  expect(told?.type ?? null).toBe(type);
  expect(told?.at ?? '2023-11-14T22:13:20.000Z').toBe('2023-11-14T22:13:20.000Z');
});

it('a run that failed says why, and where more is told', () => {
  expect(runEnded(ended('failed'), null)).toMatchObject({
    id: 'run/feed-2/failed',
    title: 'feed: run feed-2 failed (feed@3 --for 2026-11-20)',
    text: 'The day is broken.\nspec.invalid\nespalier show feed-2',
  });
});

const aliases = { champion: 1, challenger: 2, previous: null };
const digest = `sha256:${'0'.repeat(64)}` as const;
function change(action: ModelChange['action'], gates: 'none' | 'failed' = 'none'): ModelChange {
  const after = { model: 'feed', change: 4, versions: 2, held: [], approved: [], rejected: [], ...aliases };
  const registration = {
    ...{ run: 'feed-2', pipeline: 'home', bundle: { uri: 's3://a/b', digest }, gates, promote: false },
    record: { key: 'objects/a', digest, sizeBytes: 1 },
  };
  return {
    ...{ model: 'feed', number: 4, action, version: 2, by: 'ada', reason: 'better', request: 'r' },
    ...{ at: '2026-11-28T12:00:00.000Z', before: aliases, after },
    ...(action === 'register' ? { registration } : {}),
  };
}
const verdicts = [
  { gate: 'auc', task: 'click', passed: false, because: 'auc of click is too low.' },
  { gate: 'auc', task: 'like', passed: true, because: 'auc of like is fine.' },
];

it.each<[ModelChange, string | null, string]>([
  [
    change('promote'),
    'feed@2 is the champion now, instead of feed@1',
    'By ada: better\nespalier model show feed@2',
  ],
  [
    change('rollback'),
    'feed@2 is the champion again, instead of feed@1',
    'By ada: better\nespalier model show feed@2',
  ],
  [
    change('register', 'failed'),
    'feed@2 is held by a gate',
    'auc of click is too low.\nespalier model show feed@2',
  ],
  [
    change('pass-over'),
    'feed@2 was to become the champion by itself, and did not',
    'better\nespalier model show feed@2\nespalier model promote feed@2',
  ],
  [change('register'), null, ''],
  [change('approve'), null, ''],
])('a change of a model is told: %#', (made, title, text) => {
  const [told, ...others] = modelChanged(made, verdicts);
  expect(others).toEqual([]);
  expect(told?.title ?? null).toBe(title);
  expect(told?.text ?? '').toBe(text);
});

it('a version that waits for a person is told, and what came of it at its deadline', () => {
  const made = change('register');
  const approval = { until: '2026-11-30T12:00:00.000Z', otherwise: 'reject' } as const;
  const registration = { ...(made.registration as NonNullable<ModelChange['registration']>), approval };
  expect(modelChanged({ ...made, registration }, [])).toMatchObject([
    {
      type: 'model.awaits-approval',
      title: 'feed@2 waits for approval until 2026-11-30T12:00:00.000Z',
      text: 'Otherwise it is rejected.\nespalier model show feed@2\nespalier model approve feed@2',
    },
  ]);
  const types = (action: 'promote' | 'reject') =>
    modelChanged({ ...change(action), isExpiry: true }, []).map(({ type, id }) => `${type} ${id}`);
  expect(types('reject')).toEqual(['model.approval-expired model/feed/4/expired']);
  expect(types('promote')).toEqual([
    'model.approval-expired model/feed/4/expired',
    'model.promoted model/feed/4',
  ]);
});
