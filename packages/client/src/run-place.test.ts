import { describe, expect, it } from 'vitest';
import { endedByMs, firstPlace, placesText, readPlaces } from './run-place.js';

const token = new TextEncoder().encode('{"RunID":"r"}');

describe('the places of a page of runs', () => {
  it.each([
    { closeTime: { seconds: 1_700_000_000, nanos: 0 }, endedMs: 1_700_000_000_000 },
    // Never before the run itself, nor before others of the same millisecond.
    { closeTime: { seconds: 1_700_000_000, nanos: 1 }, endedMs: 1_700_000_000_001 },
    { closeTime: { seconds: 1_700_000_000, nanos: 999_999_999 }, endedMs: 1_700_000_001_000 },
    { closeTime: null, endedMs: null },
    { closeTime: undefined, endedMs: null },
  ])('of a last run that ended at $closeTime', ({ closeTime, endedMs }) => {
    const places = [{ token, endedByMs: endedByMs(closeTime) }, null, firstPlace];
    const read = readPlaces(Buffer.from(placesText(places)), 3);
    expect(read.map((place) => place?.endedByMs)).toEqual([endedMs, undefined, null]);
    expect(read.map((place) => place && new TextDecoder().decode(place.token))).toEqual([
      '{"RunID":"r"}',
      null,
      '',
    ]);
  });

  it.each([
    ['nothing', ''],
    ['another text', 'abc'],
    ['places of more queries', placesText([null, null])],
    ['a time alone', '[[1]]'],
    ['a token that is none', '[["?",1]]'],
    ['a time that nothing names', placesText([{ token, endedByMs: 1e18 }])],
    ['a part of a millisecond', placesText([{ token, endedByMs: 0.5 }])],
    ['a time before all', placesText([{ token, endedByMs: -1 }])],
  ])('%s is none', (_, text) => {
    expect(() => readPlaces(Buffer.from(text), 1)).toThrow(
      expect.objectContaining({ code: 'request.invalid' }),
    );
  });
});
