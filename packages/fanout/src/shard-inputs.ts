/**
 * How errors tell which shard it is, and what it reads: a number alone leads nobody to a file. Pure.
 * Leaves to others: what a shard reads (the worker's `inputsOf`).
 */
import type { EspalierError } from '@espalier/domain';
import type { ShardJob } from './shard-job.js';

/** So many are named; a shard may read hundreds of small files. */
const mostNamed = 3;

export function nameOfShard({ shard, kind, instance, stage }: ShardJob): string {
  return `${kind === 'fold' ? 'The fold' : `Shard ${shard}`} of ${instance ?? stage}`;
}

/** A sentence with a space before it, or the empty text. */
export function readsText(inputs: readonly string[]): string {
  if (inputs.length === 0) return '';
  const more = inputs.length - mostNamed;
  const named = inputs.slice(0, mostNamed).join(', ');
  return ` It reads ${named}${more > 0 ? ` and ${more} more` : ''}.`;
}

/** Whether the error leads to one of the inputs already, or has nothing to do with them: a service that is away. */
export function namesInput({ code, message, details }: EspalierError, inputs: readonly string[]): boolean {
  if (/^(?:store|fanout\.redis)/.test(code) || details.uri !== undefined) return true;
  return inputs.some((input) => message.includes(input));
}
