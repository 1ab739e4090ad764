import { expect, it } from 'vitest';
import { printable, printableLines } from './printable.js';

it('what moves a cursor is told by its number, and all else as it is', () => {
  expect(printable('ä 日本 \u001b]52;c;x\u0007')).toBe('ä 日本 \\u001b]52;c;x\\u0007');
  expect(printable('a\u009b31mb\r\u202ec')).toBe('a\\u009b31mb\\u000d\\u202ec');
  expect(printable('two\nlines')).toBe('two\\u000alines');
});

it('lines and tabs of a text stay', () => {
  expect(printableLines('a:\n\tb: \u001b[2J')).toBe('a:\n\tb: \\u001b[2J');
});
