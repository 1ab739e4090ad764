import { stripVTControlCharacters } from 'node:util';
import { describe, expect, it } from 'vitest';
import { joinFitting, shortened, wrapped } from './fit-width.js';

describe('wrapped', () => {
  it('breaks between words, and keeps the indentation of a line, coloured or not', () => {
    const text = '    (AUC +0.0020 [−0.0018, +0.0059], log loss −0.00075)';
    const lines = ['    (AUC +0.0020 [−0.0018,', '      +0.0059], log loss', '      −0.00075)'];
    expect(wrapped(text, 30, 2).split('\n')).toEqual(lines);
    const dim = wrapped(`\u001b[2m${text}\u001b[22m`, 30, 2);
    expect(stripVTControlCharacters(dim).split('\n')).toEqual(lines);
  });

  it('hangs only the parts after the first, which has all the room that there is', () => {
    const text = '  retried    yes, and again';
    expect(wrapped(text, 20, 5).split('\n')).toEqual(['  retried    yes,', '       and again']);
  });

  it('leaves lines alone that fit, or that go to a file', () => {
    expect(wrapped('a line of words', 15)).toBe('a line of words');
    expect(wrapped('a line of words', null)).toBe('a line of words');
  });

  it('does not break a word that is wider by itself', () => {
    expect(wrapped('see s3://bucket/a/long/address here', 10).split('\n')).toContain(
      's3://bucket/a/long/address',
    );
  });
});

describe('shortened', () => {
  it.each([
    ['all of it', 20, 'all of it'],
    ['4 shards, the cache was not asked', 20, '4 shards, the …'],
    ['4 shards, the cache', 10, '4 shards …'],
    ['incomprehensibilities', 5, '…'],
  ])('%s in %d columns', (text, width, shown) => {
    expect(shortened(text, width)).toBe(shown);
  });
});

describe('joinFitting', () => {
  const parts = [
    { text: 'bar', weight: Number.POSITIVE_INFINITY },
    { text: '1.32M rows/s', weight: 1 },
    { text: '5.9 s left', weight: 2 },
  ];

  it.each([
    [40, 'bar  1.32M rows/s  5.9 s left'],
    [20, 'bar  5.9 s left'],
    [10, 'bar'],
    [1, 'bar'],
  ])('leaves out whole parts, the lightest first: %d columns', (width, line) => {
    expect(joinFitting(parts, width)).toBe(line);
  });
});
