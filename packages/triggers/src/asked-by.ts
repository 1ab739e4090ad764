/** Responsible for who asks for a change of a model or a pipeline, and why: what stands in its history for ever, and on everybody's terminals. */
import { EspalierError } from '@espalier/domain';

export interface AskedBy {
  readonly by: string;
  readonly reason: string;
}

const mostCharacters = 500;

/** @throws EspalierError `request.invalid` for what is blank, long, or moves a terminal's cursor */
export function requireAskedBy({ by, reason }: AskedBy): void {
  for (const [name, text] of Object.entries({ by, reason })) {
    const refuse = (why: string) => new EspalierError('request.invalid', `The ${name} ${why}.`);
    if (text.trim() === '') throw refuse('of a change is blank; say it in a few words');
    if (text.length > mostCharacters) {
      throw refuse(`of a change has ${text.length} characters; ${mostCharacters} are kept`);
    }
    if (/\p{Cc}/u.test(text)) throw refuse('of a change has control characters; give it as one line');
  }
}
