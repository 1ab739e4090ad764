import { expect, it } from 'vitest';
import { parsePipelineReference } from './pipeline-reference.js';

it.each([
  ['census-income', { name: 'census-income', version: null }],
  ['feed@3', { name: 'feed', version: 3 }],
  ['feed@99999999', { name: 'feed', version: 99_999_999 }],
])('%s names a pipeline', (text, expected) => {
  expect(parsePipelineReference(text)).toEqual(expected);
});

it.each([
  '',
  'Feed',
  '../feed',
  'feed@',
  'feed@0',
  'feed@03',
  'feed@x',
  'feed@1@2',
  'feed@999999999',
  'feed/x',
])('%j names none', (text) => {
  expect(() => parsePipelineReference(text)).toThrow(/names no pipeline: expected NAME or NAME@3/);
});
