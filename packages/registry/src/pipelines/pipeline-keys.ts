/** Responsible for where a registered pipeline lies in S3. Pure. Leaves to others: what lies there. */
import type { Digest } from '@espalier/domain';
import { digestHex } from '@espalier/store';

export const pipelinesPrefix = 'pipelines/';

/** Of numbers in keys, so that these sort as the numbers do. */
const numberDigits = 8;

export function versionsPrefix(pipeline: string): string {
  return `${pipelinesPrefix}${pipeline}/versions/`;
}

export function pipelineVersionKey(pipeline: string, version: number): string {
  return `${versionsPrefix(pipeline)}${String(version).padStart(numberDigits, '0')}.json`;
}

/** Names the version that a trigger's idempotency key has met first. */
export function triggerKey(pipeline: string, idempotencyKey: Digest): string {
  return `${pipelinesPrefix}${pipeline}/triggers/${digestHex(idempotencyKey)}.json`;
}
