/** Responsible for what people have said of a run, as a person reads it. */
import type { RunAnnotations, RunTags } from '@espalier/domain';
import { type Width, wrapped } from './fit-width.js';
import { printable } from './printable.js';

export function tagsText(tags: RunTags): string {
  return Object.entries(tags)
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([key, value]) => `${key}=${printable(value)}`)
    .join('  ');
}

/** A line of tags and one for each note; the empty text where nobody has said anything. */
export function annotationsText({ tags, notes }: RunAnnotations, width: Width): string {
  const told = tagsText(tags);
  return [
    ...(told === '' ? [] : [`tags     ${told}`]),
    ...notes.map(
      ({ text, by, at }) =>
        `note     ${printable(text)} (${printable(by)}, ${at.slice(0, 16).replace('T', ' ')} UTC)`,
    ),
  ]
    .map((line) => wrapped(line, width, 9))
    .join('\n');
}
