/** Responsible for texts of others on a terminal: they say what they say, and move no cursor. */

/** Control characters, and those that turn the direction of text. */
const movers = /[\p{Cc}\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;

/** With what would move the cursor written as its number. */
export function printable(text: string): string {
  return text.replace(movers, (character) => `\\u${character.codePointAt(0)?.toString(16).padStart(4, '0')}`);
}

/** The same of a text of several lines. */
export function printableLines(text: string): string {
  return text
    .split('\n')
    .map((line) => line.split('\t').map(printable).join('\t'))
    .join('\n');
}
