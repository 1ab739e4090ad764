/** Responsible for an error where there is one line for it: a message may only say that there are mistakes, which its details tell. */
import type { SerializedError } from './espalier-error.js';

interface Mistake {
  readonly path?: unknown;
  readonly message: string;
}

/** The message, the first mistake that it speaks of, with its place, and how many more there are. */
export function inOneLine({ message, details }: SerializedError): string {
  const [first, ...others] = mistakesOf(details.issues);
  if (first === undefined) return message;
  const place = typeof first.path === 'string' && first.path !== '' ? `${first.path}: ` : '';
  const more = others.length === 0 ? '' : `; ${others.length} more`;
  return `${message.replace(/\.$/, '')}: ${place}${first.message}${more}`;
}

function mistakesOf(issues: unknown): readonly Mistake[] {
  if (!Array.isArray(issues)) return [];
  return issues.filter((issue): issue is Mistake => typeof issue?.message === 'string');
}
