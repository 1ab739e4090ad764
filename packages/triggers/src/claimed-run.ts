/**
 * Responsible for a request that is made twice and starts one run: the first to come claims the run's ID under its key, in S3.
 * Leaves to others: starting the run (start-run.ts), which Temporal does once under its ID.
 */
import { type Digest, EspalierError } from '@espalier/domain';
import { digestHex, digestOfJson, type Store } from '@espalier/store';

export interface IdempotentRequest {
  /** Requests of another owner have other keys, whatever they are called: a text alone, or with whose it is. */
  readonly key: string | readonly [owner: string, name: string, key: string];
  /** Of what is asked for. */
  readonly request: Digest;
  /** Of a registered pipeline, which whoever claims first decides. */
  readonly version?: number;
  /** Whose the run is, where it is whoever claims first. */
  readonly owner?: string;
}

export type ClaimedRun = Omit<IdempotentRequest, 'key'> & { readonly runId: string };

const mostCharacters = 200;

/** @throws EspalierError `request.invalid` for a key that commands and HTTP would not take for the same */
export function requireKey(key: string): void {
  const refuse = (why: string) => new EspalierError('request.invalid', `The idempotency key ${why}.`);
  if (key.trim() === '')
    throw refuse('is blank: give each request that is to start a run of its own another');
  if (key !== key.trim() || !/^[\x20-\x7e]*$/.test(key))
    throw refuse('has other characters than plain ASCII ones, or a space at an end');
  if (key.length > mostCharacters) throw refuse(`has ${key.length} characters; ${mostCharacters} are taken`);
}

function claimKey(key: IdempotentRequest['key']): string {
  return `requests/${digestHex(digestOfJson(key))}.json`;
}

/**
 * What the key's first request has claimed, or null.
 * @throws EspalierError `workflow.key-reused` where that was another request
 */
export async function claimedRun(
  store: Store,
  { key, request }: IdempotentRequest,
): Promise<ClaimedRun | null> {
  const claim = (await store.getJson(claimKey(key)))?.value as ClaimedRun | undefined;
  if (claim === undefined) return null;
  if (claim.request === request) return claim;
  throw new EspalierError(
    'workflow.key-reused',
    'The idempotency key was used before, for another pipeline or other options.',
    { details: { runId: claim.runId } },
  );
}

/** Claims the ID for the key, or finds what was claimed. Errors as `claimedRun`. */
export async function claimRun(store: Store, asked: IdempotentRequest, runId: string): Promise<ClaimedRun> {
  const { key: _, ...claim } = asked;
  const mine: ClaimedRun = { runId, ...claim };
  await store.putIfNoneMatch(claimKey(asked.key), mine);
  return (await claimedRun(store, asked)) ?? mine;
}
