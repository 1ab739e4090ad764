import type { StageName } from '@espalier/domain';
import { stageDeclarations } from '@espalier/spec/stages';
import { describe, expect, it } from 'vitest';
import { barText, countText, durationText, partsText, sizeText } from './quantities.js';

describe('quantities', () => {
  it.each([
    [0.04, '0.0 s'],
    [9.96, '10.0 s'],
    [42.6, '43 s'],
    [59.7, '1:00 min'],
    [125, '2:05 min'],
    [3725, '1:02:05 h'],
  ])('%d seconds are %s', (seconds, text) => {
    expect(durationText(seconds)).toBe(text);
  });

  it.each([
    [0, '0'],
    [999, '999'],
    [12_345, '12.3k'],
    [4_500_000, '4.50M'],
  ])('a count of %d is %s', (count, text) => {
    expect(countText(count)).toBe(text);
  });

  it.each([
    [0, '0 B'],
    [999, '999 B'],
    [3_200_000, '3.2 MB'],
  ])('%d bytes are %s', (sizeBytes, text) => {
    expect(sizeText(sizeBytes)).toBe(text);
  });

  it('a stage that is declared to be the work of a gang is made of ranks, any other of shards', () => {
    const added = { ...stageDeclarations.extract, work: { kind: 'gang', role: 'trainer' } };
    const declarations = Object.assign(stageDeclarations, { added });
    expect(partsText('added' as StageName, 2)).toBe('2 ranks');
    expect(partsText('train', 1)).toBe('1 rank');
    expect(partsText('extract', 6)).toBe('6 shards');
    Reflect.deleteProperty(declarations, 'added');
    expect(partsText('added' as StageName, 2)).toBe('2 shards');
  });

  it('bars stay within their width', () => {
    expect(barText(0.5, 4)).toBe('██░░');
    expect(barText(7, 4)).toBe('████');
    expect(barText(-1, 4)).toBe('░░░░');
  });
});
