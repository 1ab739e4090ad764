import { expect, it } from 'vitest';
import { printable, printableLines, printableText } from './printable.js';

it('what moves a cursor is told by its number, and all else as it is', () => {
  expect(printable('ä 日本 \u001b]52;c;x\u0007')).toBe('ä 日本 \\u001b]52;c;x\\u0007');
  expect(printable('a\u009b31mb\r\u202ec')).toBe('a\\u009b31mb\\u000d\\u202ec');
  expect(printable('two\nlines')).toBe('two\\u000alines');
});

it('of all that is printed colours stay, and nothing that hides, moves or asks', () => {
  const own = '\u001b[31merror\u001b[39m \u001b[1m  fix\u001b[22m \u001b[2mdim\u001b[22m\n\tnext';
  expect(printableText(own)).toBe(own);
  expect(printableText('a\u001b[8mhidden\u001b[2J\u001b[31;5m\r\u001b]0;title\u0007')).toBe(
    'a\\u001b[8mhidden\\u001b[2J\\u001b[31;5m\\u000d\\u001b]0;title\\u0007',
  );
});

it('lines and tabs of a text stay', () => {
  expect(printableLines('a:\n\tb: \u001b[2J')).toBe('a:\n\tb: \\u001b[2J');
});
