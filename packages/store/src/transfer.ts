/**
 * Brings an object's bytes here whole: checks size and digest on the way, and tries a cut, stalled or corrupted
 * transfer again. Leaves to others: where the bytes go.
 */
import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { type ArtifactRef, EspalierError } from '@espalier/domain';
import { digestHex } from './digest.js';
import type { ObjectBody, ObjectClient } from './object-client.js';
import { hasCode } from './s3-failure.js';

const maxRetries = 3;
const firstBackOffMs = 100;
const stallTimeoutMs = 20_000;

class MismatchedBytes extends Error {}
class CutTransfer extends Error {}

/** The body's chunks, with a limit on the silence before each: whoever takes them may take their time. @throws CutTransfer */
async function* flowing(body: ObjectBody): AsyncGenerator<Uint8Array> {
  const waiting = () => setTimeout(() => body.cancel(), stallTimeoutMs);
  let timer = waiting();
  try {
    for await (const chunk of body.stream) {
      clearTimeout(timer);
      yield chunk;
      timer = waiting();
    }
  } catch (cause) {
    throw new CutTransfer(cause instanceof Error ? cause.message : 'the stream ended early');
  } finally {
    clearTimeout(timer);
    body.cancel();
  }
}

/** Passes the chunks on, and fails at the end unless they were exactly the bytes promised. */
async function* checked(chunks: AsyncIterable<Uint8Array>, ref: ArtifactRef): AsyncGenerator<Uint8Array> {
  const hash = createHash('sha256');
  let sizeBytes = 0;
  for await (const chunk of chunks) {
    sizeBytes += chunk.byteLength;
    if (sizeBytes > ref.sizeBytes) throw new MismatchedBytes(`more than ${ref.sizeBytes} bytes`);
    hash.update(chunk);
    yield chunk;
  }
  if (sizeBytes !== ref.sizeBytes) {
    throw new MismatchedBytes(`${sizeBytes} bytes where ${ref.sizeBytes} were promised`);
  }
  if (hash.digest('hex') !== digestHex(ref.digest))
    throw new MismatchedBytes(`a digest other than ${ref.digest}`);
}

/** What is read and, where it is a part of something, its name there: an object's own key tells people nothing. */
type Wanted = Pick<ArtifactRef, 'key'> & { readonly name?: string };

function placeOf({ bucket }: ObjectClient, { key, name }: Wanted): string {
  const place = `s3://${bucket}/${key}`;
  return name === undefined ? place : `${name} (${place})`;
}

async function opened(client: ObjectClient, wanted: Wanted): Promise<ObjectBody> {
  try {
    return await client.open(wanted.key);
  } catch (error) {
    if (!hasCode(error, 'store.not-found') || wanted.name === undefined) throw error;
    const details = { ...error.details, part: wanted.name };
    throw new EspalierError('store.not-found', `${placeOf(client, wanted)} does not exist.`, {
      details,
      cause: error,
    });
  }
}

/** Faults of a transfer, as people are told of them. */
function transferError(client: ObjectClient, wanted: Wanted, error: unknown, transfers: number): unknown {
  if (error instanceof CutTransfer) {
    return new EspalierError(
      'store.unreachable',
      `S3 at ${client.service} cut the transfer of ${placeOf(client, wanted)} ${transfers === 1 ? 'once' : `${transfers} times`}.`,
      { details: { ...client.place(wanted.key), transfers }, cause: error },
    );
  }
  if (!(error instanceof MismatchedBytes)) return error;
  return new EspalierError('store.corrupt', `${placeOf(client, wanted)} is corrupt: ${error.message}.`, {
    details: { bucket: client.bucket, key: wanted.key, transfers },
  });
}

async function retrying<T>(client: ObjectClient, wanted: Wanted, attempt: () => Promise<T>): Promise<T> {
  for (let retry = 0; ; retry++) {
    try {
      return await attempt();
    } catch (error) {
      const faulty = error instanceof MismatchedBytes || error instanceof CutTransfer;
      if (!faulty) throw error;
      if (retry === maxRetries) throw transferError(client, wanted, error, retry + 1);
      await sleep(firstBackOffMs * 2 ** retry);
    }
  }
}

/**
 * Streams the bytes of `ref` to `receive`, which may be called again from the start after a fault; what it got counts
 * only when its iteration ended without an error.
 * @throws EspalierError `store.not-found`; `store.corrupt` after 3 retries; `store.unreachable`; what `receive` throws.
 */
export async function receiveVerified<T>(
  client: ObjectClient,
  ref: ArtifactRef & { readonly name?: string },
  receive: (chunks: AsyncIterable<Uint8Array>) => Promise<T>,
): Promise<T> {
  return retrying(client, ref, async () => receive(checked(flowing(await opened(client, ref)), ref)));
}

/**
 * The bytes of `ref` in one go, for a receiver that can't begin again. The last chunk is held back until the digest is known to be right: what is
 * not as promised never arrives whole.
 * @throws EspalierError as `receiveVerified`, without trying again
 */
export async function* streamVerified(
  client: ObjectClient,
  ref: ArtifactRef & { readonly name?: string },
): AsyncGenerator<Uint8Array> {
  let held: Uint8Array | null = null;
  try {
    for await (const chunk of checked(flowing(await opened(client, ref)), ref)) {
      if (held !== null) yield held;
      held = chunk;
    }
  } catch (error) {
    throw transferError(client, ref, error, 1);
  }
  if (held !== null) yield held;
}

export async function collect(chunks: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const pieces: Uint8Array[] = [];
  for await (const chunk of chunks) pieces.push(chunk);
  const [only, second] = pieces;
  return only !== undefined && second === undefined ? only : Buffer.concat(pieces);
}

/** Reads all of an artifact and keeps nothing: is it there, and does it have the promised bytes? */
export async function inspectObject(
  client: ObjectClient,
  ref: ArtifactRef,
): Promise<'intact' | 'missing' | 'corrupt'> {
  try {
    await receiveVerified(client, ref, async (chunks) => {
      for await (const _ of chunks);
    });
    return 'intact';
  } catch (error) {
    if (hasCode(error, 'store.not-found')) return 'missing';
    if (hasCode(error, 'store.corrupt')) return 'corrupt';
    throw error;
  }
}

/**
 * Bytes of a mutable object or a range, for which nothing promises a digest.
 * @param etag of the object that must still be there
 * @throws EspalierError `store.not-found`; OtherObject.
 */
export async function receiveUnverified(
  client: ObjectClient,
  key: string,
  range?: { start: number; end: number },
  etag?: string,
): Promise<{ bytes: Uint8Array; etag: string }> {
  return retrying(client, { key }, async () => {
    const body = await client.open(key, range, etag);
    const bytes = await collect(flowing(body));
    const expected = range === undefined ? undefined : range.end - range.start;
    if (expected !== undefined && bytes.byteLength !== expected) {
      throw new MismatchedBytes(
        `${bytes.byteLength} bytes at ${range?.start} where ${expected} were asked for`,
      );
    }
    return { bytes, etag: body.etag };
  });
}
