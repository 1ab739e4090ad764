import { describe, expect, it } from 'vitest';
import { nearestName } from './nearest-name.js';

describe('nearestName', () => {
  it.each([
    ['bachSize', ['batchSize', 'epochs'], 'batchSize'],
    ['EPOCHS', ['batchSize', 'epochs'], 'epochs'],
    ['depth', ['maxDepth', 'trees'], 'maxDepth'],
    ['rate', ['learningRate', 'otherRate'], null],
    ['zzz', ['batchSize', 'epochs'], null],
    ['x', ['y'], null],
    ['anything', [], null],
  ])('%s among %j is %s', (name, candidates, expected) => {
    expect(nearestName(name, candidates)).toBe(expected);
  });
});
