/** Responsible for who asks for a change of a model or a pipeline, and why: what stands in its history for ever, and on everybody's terminals. */
import { EspalierError } from '@espalier/domain';

export interface AskedBy {
  readonly by: string;
  readonly reason: string;
}

const mostCharacters = 500;

/** @throws EspalierError `request.invalid` for what is blank, long, or moves a terminal's cursor */
export function requireAskedBy({ by, reason }: AskedBy): void {
  requireLine('by', by);
  requireReason(reason);
}

/** @throws EspalierError `request.invalid`, as `requireAskedBy` */
export function requireReason(reason: string): void {
  requireLine('reason', reason);
}

function requireLine(name: string, text: string): void {
  const refuse = (why: string) => new EspalierError('request.invalid', `The ${name} of a change ${why}.`);
  if (text.trim() === '') throw refuse('is blank; say it in a few words');
  if (text.length > mostCharacters) {
    throw refuse(`has ${text.length} characters; ${mostCharacters} are kept`);
  }
  if (/\p{Cc}/u.test(text)) throw refuse('has control characters; give it as one line');
}
