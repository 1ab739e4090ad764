import { isAscii } from 'node:buffer';
import { expect, it } from 'vitest';
import { inAscii } from './ascii-code.js';

const resultOf = (code: string): unknown => new Function(`return ${code}`)();
const bytes = (text: string) => Buffer.from(text);

it.each([
  String.raw`['é', '\ü', '\\ß', '\\\é', '\u00e9✓😀\😀']`,
  String.raw`[/^[–—😀]$/u.test('😀'), /\é/.test('é'), /[à-ü]+/i.exec('xÄÖ')?.[0]]`,
  '`é$' + '{1}✓`',
  '(({ ö }) => ö)({ ö: "ä" })',
  '"\u2028\u2029"',
])('%s is the same in ASCII', (code) => {
  const ascii = inAscii(code);
  expect(isAscii(bytes(ascii))).toBe(true);
  expect(resultOf(ascii)).toEqual(resultOf(code));
});

it.each(['String.raw`é`', '((parts) => parts.raw[0])`é`', '"a\\\u2028é"', '((𝒳) => 𝒳)(1)'])(
  '%s would be other code, and stays',
  (code) => {
    expect(inAscii(code)).toBe(code);
  },
);
