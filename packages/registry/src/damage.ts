/**
 * Responsible for telling what somebody has removed or damaged in S3 from what is away for a while: damage is the same however often it is read, so
 * that a person must hear of it rather than a retry. Leaves to others: what follows from it.
 */
import { EspalierError } from '@espalier/domain';

/** @returns what is wrong, as a clause; null of an error that says nothing of what was read */
export function damageOf(error: unknown): string | null {
  if (!(error instanceof EspalierError)) return null;
  const { code, message } = error;
  const isDamage = code === 'store.not-found' || code === 'store.corrupt' || code.startsWith('registry.');
  return isDamage ? message.replace(/\.$/, '') : null;
}
