/**
 * Responsible for bundles in ASCII: one letter beyond it has V8 keep all of a file in two bytes a letter, and decode it first.
 * Leaves to others: reading them (bundled-modules.cts).
 */
import vm from 'node:vm';

/** What shows how it is written, or ends a line where a letter would not. */
const asWritten = /\bString\.raw\b|\.raw\[|\\[\u2028\u2029]/;

/** @returns the same code, each letter beyond ASCII escaped; as it is where that would be other code */
export function inAscii(code: string): string {
  if (asWritten.test(code)) return code;
  const escaped = (unit: string) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
  // A letter that is escaped already is itself.
  const ascii = code.replace(
    /(\\\p{ASCII})|\\?(\P{ASCII})/gu,
    (_, kept?: string, letter = '') => kept ?? letter.split('').map(escaped).join(''),
  );
  return ascii === code || isCode(ascii) ? ascii : code;
}

/** A name of letters that take two units has no such escapes. */
function isCode(text: string): boolean {
  try {
    new vm.Script(`(function (exports, require, module) {${text}\n})`);
    return true;
  } catch (error) {
    if (error instanceof SyntaxError) return false;
    throw error;
  }
}
