/**
 * Responsible for what uploads have in common: their condition, their time limit, their signature, and sending them again when damaged.
 * Leaves to others: the requests themselves (object-client.ts).
 */
import { workPatience } from './s3-client.js';
import { isDamagedUpload } from './s3-failure.js';

/** A slower upload than this counts as stuck. */
const slowestBytesPerMs = 1_000;

/** Which object must be there for a write to happen: none at all, or the one with this etag. */
export type WriteCondition = { readonly absent: true } | { readonly etag: string };

export function conditionHeaders(condition: WriteCondition | undefined): {
  IfNoneMatch?: string;
  IfMatch?: string;
} {
  if (condition === undefined) return {};
  return 'absent' in condition ? { IfNoneMatch: '*' } : { IfMatch: condition.etag };
}

export function uploadLimit(bytes: Uint8Array): { requestTimeout: number } {
  return { requestTimeout: workPatience.answerTimeoutMs + bytes.byteLength / slowestBytesPerMs };
}

/** The signature covers the body's SHA-256: given, so that the SDK does not work it out a second time. */
export function signedOver(sha256: string) {
  return <Input extends { request: unknown }, Answer>(next: (args: Input) => Promise<Answer>) =>
    (args: Input): Promise<Answer> => {
      (args.request as { headers: Record<string, string> }).headers['x-amz-content-sha256'] = sha256;
      return next(args);
    };
}

/** Sends an upload again that the server refused as damaged on the way; the SDK takes that for a lasting refusal. */
export async function resending<T>(send: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await send();
    } catch (error) {
      if (attempt === workPatience.attempts || !isDamagedUpload(error)) throw error;
    }
  }
}
