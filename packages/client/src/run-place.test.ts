import { describe, expect, it } from 'vitest';
import { placeAfter, placeBytes, readPlace } from './run-place.js';

const token = new TextEncoder().encode('{"RunID":"r"}');
const read = (bytes: Uint8Array) => readPlace(Buffer.from(bytes));

describe('the place of a page of runs', () => {
  it.each([
    { closeTime: { seconds: 1_700_000_000, nanos: 0 }, endedByMs: 1_700_000_000_000 },
    // Never before the run itself, nor before others of the same millisecond.
    { closeTime: { seconds: 1_700_000_000, nanos: 1 }, endedByMs: 1_700_000_000_001 },
    { closeTime: { seconds: 1_700_000_000, nanos: 999_999_999 }, endedByMs: 1_700_000_001_000 },
    { closeTime: null, endedByMs: null },
    { closeTime: undefined, endedByMs: null },
  ])('of a last run that ended at $closeTime', ({ closeTime, endedByMs }) => {
    const { token: kept, ...told } = read(placeBytes(placeAfter(token, closeTime)));
    expect([told, new TextDecoder().decode(kept)]).toEqual([{ endedByMs }, '{"RunID":"r"}']);
  });

  it.each([
    ['nothing', Buffer.alloc(0)],
    ['a time alone', Buffer.alloc(8)],
    ['no number', Buffer.alloc(12, 0xff)],
    ['a time that nothing names', Buffer.from(placeBytes({ token, endedByMs: 1e18 }))],
    ['a part of a millisecond', Buffer.from(placeBytes({ token, endedByMs: 0.5 }))],
    ['a time before all', Buffer.from(placeBytes({ token, endedByMs: -1 }))],
  ])('%s is none', (_, bytes) => {
    expect(() => readPlace(bytes)).toThrow(expect.objectContaining({ code: 'request.invalid' }));
  });
});
