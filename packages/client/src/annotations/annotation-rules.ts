/** Responsible for what may be said of a run: every mistake at once. Pure. Leaves to others: keeping it (kept-annotations.ts). */
import {
  annotationLimits,
  EspalierError,
  type RunAnnotations,
  type RunNote,
  type RunTags,
} from '@espalier/domain';

export interface TagChange {
  readonly set: RunTags;
  /** Keys; one that the run has no tag of is fine. */
  readonly remove: readonly string[];
}

export interface Tag {
  readonly key: string;
  readonly value: string;
}

const { tags: mostTags, tagKey, tagValueCharacters, notes: mostNotes, noteCharacters } = annotationLimits;

/** @param text `key=value` @throws EspalierError `request.invalid` */
export function parseTag(text: string): Tag {
  const [, key, value = ''] = /^([^=]+)=(.*)$/s.exec(text) ?? [];
  if (key === undefined)
    throw refused([`${JSON.stringify(text)} is no tag: give key=value, such as stage=canary`]);
  const mistakes = [...keyMistakes(key), ...valueMistakes(key, value)];
  if (mistakes.length > 0) throw refused(mistakes);
  return { key, value };
}

/** The tags after the change. @throws EspalierError `request.invalid` with every mistake */
export function changedTags(before: RunTags, { set, remove }: TagChange): RunTags {
  const mistakes = [
    ...remove.flatMap(keyMistakes),
    ...Object.entries(set).flatMap(([key, value]) => [...keyMistakes(key), ...valueMistakes(key, value)]),
    ...remove.filter((key) => Object.hasOwn(set, key)).map((key) => `${key} is both set and removed`),
  ];
  const kept = Object.entries(before).filter(([key]) => !remove.includes(key));
  const after = Object.fromEntries([...kept, ...Object.entries(set)]);
  const count = Object.keys(after).length;
  if (count > mostTags) mistakes.push(`the run would have ${count} tags; it may have ${mostTags}`);
  if (mistakes.length > 0) throw refused(mistakes);
  return after;
}

/** The notes with one more. @throws EspalierError `request.invalid` */
export function withNote({ notes }: RunAnnotations, note: RunNote): readonly RunNote[] {
  const mistakes = [];
  if (note.text.trim() === '') mistakes.push('the note is blank');
  if (note.text.length > noteCharacters) {
    mistakes.push(`the note has ${note.text.length} characters; ${noteCharacters} are kept`);
  }
  if (/\p{Cc}/u.test(note.text)) mistakes.push('the note has control characters; give it as one line');
  if (notes.length >= mostNotes)
    mistakes.push(`the run has ${notes.length} notes already, which is all that are kept`);
  if (mistakes.length > 0) throw refused(mistakes);
  return [...notes, note];
}

function keyMistakes(key: string): readonly string[] {
  if (tagKey.test(key)) return [];
  return [
    `${JSON.stringify(key)} is no key of a tag: it has small letters, digits, . _ and -, 40 at most, and begins with a letter`,
  ];
}

function valueMistakes(key: string, value: string): readonly string[] {
  if (value.trim() === '') return [`the value of ${key} is blank`];
  if (value.length > tagValueCharacters) {
    return [`the value of ${key} has ${value.length} characters; ${tagValueCharacters} are kept`];
  }
  return /\p{Cc}/u.test(value) ? [`the value of ${key} has control characters`] : [];
}

function refused(mistakes: readonly string[]): EspalierError {
  const list = mistakes.length === 1 ? mistakes[0] : mistakes.map((each) => `\n  ${each}`).join('');
  return new EspalierError('request.invalid', `This can't be said of a run: ${list}.`, {
    details: { mistakes },
  });
}
