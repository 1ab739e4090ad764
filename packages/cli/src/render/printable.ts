/** Responsible for texts of others on a terminal: they say what they say, and move no cursor. */

/** Control characters, and those that turn the direction of text. */
const movers = /[\p{Cc}\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;

/** With what would move the cursor written as its number. */
export function printable(text: string): string {
  return text.replace(movers, (character) => `\\u${character.codePointAt(0)?.toString(16).padStart(4, '0')}`);
}

/** The colours that texts of our own have; none that hides what is written. */
const escapeCharacter = '\u001b';
const colour = new RegExp(`(${escapeCharacter}\\[(?:[0-47]|2[2-47]|3\\d|9[0-7])m)`);

/** Of all that is printed, whoever has written which part of it: lines, tabs and colours stay. */
export function printableText(text: string): string {
  return text
    .split(colour)
    .map((part, index) => (index % 2 === 1 ? part : printableLines(part)))
    .join('');
}

/** The same of a text of several lines. */
export function printableLines(text: string): string {
  return text
    .split('\n')
    .map((line) => line.split('\t').map(printable).join('\t'))
    .join('\n');
}
