import { expect, test } from 'vitest';
import { mayHaveVersion, versionWords } from './run-version-query.js';

const run = (publish: 'waiting' | 'running' | 'succeeded' | 'failed' | 'cancelled') => {
  const stage = { attempt: 1, startedAtMs: null, endedAtMs: null, cache: null, shards: 0 };
  const before = { ...stage, name: 'train', status: 'succeeded' as const };
  return { stages: [before, { ...stage, name: 'publish', status: publish }] };
};

test('a version is asked for once the stage that registers it has ended, however', () => {
  for (const status of ['waiting', 'running'] as const)
    expect(mayHaveVersion(run(status)), status).toBe(false);
  for (const status of ['succeeded', 'failed', 'cancelled'] as const)
    expect(mayHaveVersion(run(status)), status).toBe(true);
  expect(mayHaveVersion({ stages: [] })).toBe(false);
});

test('what a version is called, and what is said of it, stands behind its number', () => {
  expect(versionWords({ number: 1, alias: null, standing: 'registered' })).toBe('');
  expect(versionWords({ number: 1, alias: 'champion', standing: 'registered' })).toBe(', the champion');
  expect(versionWords({ number: 1, alias: 'previous', standing: 'approved' })).toBe(
    ', the champion before, approved',
  );
  expect(versionWords({ number: 2, alias: null, standing: 'held' })).toBe(', held');
  expect(versionWords({ number: 2, alias: 'challenger', standing: 'awaiting' })).toBe(
    ', the challenger, awaits approval',
  );
});
