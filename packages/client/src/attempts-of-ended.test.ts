import type { StageProgress } from '@espalier/domain';
import { expect, it } from 'vitest';
import { withTold } from './attempts-of-ended.js';

const failure = {
  attempt: 1,
  error: { code: 'features.source-changed', kind: 'user', message: 'It changed.' },
};
const stage = {
  name: 'watch',
  status: 'failed',
  attempt: 1,
  lastFailure: failure,
} as unknown as StageProgress;
const attempts = [{ attempt: 1, startedAtMs: 1, endedAtMs: null }] as unknown as StageProgress['attempts'];

it('what a run knows of the failure of a stage stays where the stage itself tells of none', () => {
  const told = withTold(stage, { attempt: 1, lastFailure: null, attempts: attempts ?? [] });
  expect(told).toEqual({ ...stage, attempts });
});

it('a stage that tells of its failure is believed, and one that tells nothing changes nothing', () => {
  const later = { ...failure, attempt: 2 };
  const known = { attempt: 2, lastFailure: later, attempts: attempts ?? [] } as never;
  expect(withTold(stage, known)).toEqual({ ...stage, attempt: 2, lastFailure: later, attempts });
  expect(withTold(stage, null)).toBe(stage);
  expect(withTold(stage, { attempt: 1, lastFailure: null, attempts: [] })).toBe(stage);
});
