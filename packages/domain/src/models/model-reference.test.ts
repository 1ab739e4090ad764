import { expect, it } from 'vitest';
import { modelReferenceText, parseModelReference } from './model-reference.js';

it.each([
  ['feed', 'feed', null],
  ['home-feed@champion', 'home-feed', 'champion'],
  ['home_feed@previous', 'home_feed', 'previous'],
  ['feed@3', 'feed', 3],
] as const)('%s names a version', (text, name, which) => {
  const reference = parseModelReference(text);
  expect(reference).toEqual({ name, which });
  expect(modelReferenceText(reference)).toBe(text);
});

it.each([
  '',
  'Feed',
  'feed@',
  'feed@0',
  'feed@-1',
  'feed@best',
  'feed@3@4',
  '../feed',
  'feed@1.5',
  'feed@01',
])('%j names none', (text) => {
  expect(() => parseModelReference(text)).toThrow(expect.objectContaining({ code: 'request.invalid' }));
});
