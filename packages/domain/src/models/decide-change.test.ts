import { describe, expect, it } from 'vitest';
import type { ErrorCode } from '../errors/espalier-error.js';
import { decideChange } from './decide-change.js';
import {
  type GateResult,
  type ModelRequest,
  type ModelState,
  newModelState,
  standingOf,
} from './model-state.js';

const asked = { by: 'ada', reason: 'because' };
const digest = `sha256:${'0'.repeat(64)}` as const;

function register(gates: GateResult = 'none'): ModelRequest {
  const record = { key: 'objects/sha256/00/0', digest, sizeBytes: 1 };
  const bundle = { uri: 's3://espalier/bundles/feed/0', digest };
  const registration = { run: 'feed-1', pipeline: 'feed', bundle, record, gates, promote: false };
  return { ...asked, action: 'register', registration };
}
const until = '2026-11-30T12:00:00.000Z';
/** Registers a version that waits for a person. */
function awaited(gates: GateResult = 'passed', otherwise: 'reject' | 'promote' = 'reject'): ModelRequest {
  const request = register(gates) as ModelRequest & { readonly action: 'register' };
  const approval = { until, otherwise };
  return { ...request, registration: { ...request.registration, approval } };
}
const promote = (version: number, seenChampion?: number | null): ModelRequest => ({
  ...asked,
  ...{ action: 'promote', version },
  ...(seenChampion === undefined ? {} : { seenChampion }),
});
const approve = (version: number): ModelRequest => ({ ...asked, action: 'approve', version });
const reject = (version: number): ModelRequest => ({ ...asked, action: 'reject', version });
const rollback = (seenChampion?: number): ModelRequest => ({
  ...asked,
  action: 'rollback',
  ...(seenChampion === undefined ? {} : { seenChampion }),
});

function after(...requests: readonly ModelRequest[]): ModelState {
  return requests.reduce((state, request) => decideChange(state, request).after, newModelState('feed'));
}

const three = [register(), register(), register()];

describe('decideChange', () => {
  it.each<[string, readonly ModelRequest[], Partial<ModelState>]>([
    ['a version is the challenger', [register()], { versions: 1, challenger: 1, champion: null, change: 1 }],
    ['the next one takes its place', [register(), register()], { versions: 2, challenger: 2 }],
    ['a challenger promoted is none any more', [register(), promote(1)], { champion: 1, challenger: null }],
    [
      'a promotion keeps the champion before',
      [...three, promote(1), promote(3)],
      { champion: 3, previous: 1 },
    ],
    ['another version leaves the challenger', [...three, promote(1)], { champion: 1, challenger: 3 }],
    [
      'a rollback goes back, once',
      [...three, promote(1), promote(3), rollback(3)],
      { champion: 1, previous: null, change: 6 },
    ],
    ['a rejected challenger is none', [register(), reject(1)], { challenger: null, rejected: [1] }],
    [
      'nobody rolls back to a rejected one',
      [...three, promote(1), promote(2), reject(1)],
      { champion: 2, previous: null },
    ],
    ['a failed gate holds a version', [register('failed')], { challenger: 1, held: [1] }],
    ['a passed one does not', [register('passed')], { challenger: 1, held: [] }],
    [
      'who vouches for a held version lets it go',
      [register('failed'), approve(1), promote(1)],
      { champion: 1, held: [], approved: [1] },
    ],
    [
      'an approval takes a rejection back',
      [register(), reject(1), approve(1), promote(1)],
      { champion: 1, rejected: [], approved: [1] },
    ],
    [
      'a version whose gates passed waits for a person',
      [awaited(), awaited()],
      {
        challenger: 2,
        champion: null,
        awaiting: [
          { version: 1, until, otherwise: 'reject' },
          { version: 2, until, otherwise: 'reject' },
        ],
      },
    ],
    ['one that a gate holds waits for nobody', [awaited('failed')], { held: [1] }],
    ['approved, rejected or promoted, it waits no more', [awaited(), approve(1)], { awaiting: [] }],
    ['... rejected', [awaited(), reject(1)], { awaiting: [], rejected: [1] }],
    [
      'a newer champion ends the waiting of older versions, an older one not that of newer ones',
      [awaited(), awaited(), awaited(), promote(2)],
      { awaiting: [{ version: 3, until, otherwise: 'reject' }] },
    ],
    [
      'a rollback, or a promotion of an older version, is told to what waits',
      [...three, promote(1), promote(2), awaited(), rollback(), awaited(), promote(3), promote(1), awaited()],
      {
        awaiting: [
          { version: 4, until, otherwise: 'reject', wentBack: 10 },
          { version: 5, until, otherwise: 'reject', wentBack: 10 },
          { version: 6, until, otherwise: 'reject' },
        ],
      },
    ],
    [
      'a version that is passed over stays what it was',
      [register(), { ...asked, action: 'pass-over', version: 1 }],
      { challenger: 1, champion: null, held: [], change: 2 },
    ],
  ])('%s', (_, requests, expected) => {
    expect(after(...requests)).toMatchObject(expected);
  });

  it.each<[ErrorCode, readonly ModelRequest[], ModelRequest]>([
    ['registry.unknown-version', [register()], promote(2)],
    ['registry.unknown-version', [], promote(1)],
    ['registry.unknown-version', [register()], approve(0)],
    ['registry.already-champion', [register(), promote(1)], promote(1)],
    ['registry.champion-moved', [...three, promote(1)], promote(2, null)],
    ['registry.champion-moved', [...three, promote(1), promote(2)], rollback(1)],
    ['registry.rejected-version', [register(), reject(1)], promote(1)],
    ['registry.gate-failed', [register('failed')], promote(1)],
    ['registry.no-previous', [register(), promote(1)], rollback()],
    ['registry.no-previous', [...three, promote(1), promote(2), rollback()], rollback()],
    ['registry.is-champion', [register(), promote(1)], reject(1)],
    ['registry.already-decided', [register(), approve(1)], approve(1)],
    ['registry.already-decided', [register(), reject(1)], reject(1)],
  ])('refuses with %s', (code, before, request) => {
    const state = after(...before);
    expect(() => decideChange(state, request)).toThrow(expect.objectContaining({ code }));
  });

  it('has no list of what waits where nothing ever did', () => {
    expect('awaiting' in after(register(), promote(1), register('failed'), reject(2))).toBe(false);
    expect(standingOf(after(awaited()), 1)).toBe('awaiting');
  });

  it('tells how a version stands', () => {
    const state = after(register(), register('failed'), register(), approve(1), reject(3));
    expect([1, 2, 3].map((version) => standingOf(state, version))).toEqual(['approved', 'held', 'rejected']);
  });
});
