/**
 * Responsible for a request that is made twice and starts one run: the first to come claims the run's ID under its key, in S3.
 * Leaves to others: starting the run (start-run.ts), which Temporal does once under its ID.
 */
import { type Digest, EspalierError } from '@espalier/domain';
import { digestHex, digestOfJson, type Store } from '@espalier/store';

interface Claim {
  readonly runId: string;
  /** Of what was asked for. */
  readonly request: Digest;
}

function claimKey(idempotencyKey: string): string {
  return `requests/${digestHex(digestOfJson(idempotencyKey))}.json`;
}

/**
 * The ID that the key's first request has claimed, or null.
 * @throws EspalierError `workflow.key-reused` where that was another request
 */
export async function claimedRunId(
  store: Store,
  idempotencyKey: string,
  request: Digest,
): Promise<string | null> {
  const claim = (await store.getJson(claimKey(idempotencyKey)))?.value as Claim | undefined;
  if (claim === undefined) return null;
  if (claim.request === request) return claim.runId;
  throw new EspalierError(
    'workflow.key-reused',
    'The idempotency key was used before, for another pipeline or other options.',
    { details: { runId: claim.runId } },
  );
}

/** Claims the ID for the key, or finds that another was claimed. Errors as `claimedRunId`. */
export async function claimRunId(
  store: Store,
  idempotencyKey: string,
  request: Digest,
  runId: string,
): Promise<string> {
  await store.putIfNoneMatch(claimKey(idempotencyKey), { runId, request } satisfies Claim);
  return (await claimedRunId(store, idempotencyKey, request)) ?? runId;
}
