/**
 * The product's view of S3: artifacts by reference, verified when read; small JSON objects moved conditionally.
 * Leaves to others: what the objects mean, and every order of writes that makes a commit.
 */
import { createHash, randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { type ArtifactRef, canonicalJson, type Digest } from '@espalier/domain';
import type { S3Settings } from '@espalier/settings';
import { OtherObject } from './conditional-read.js';
import { digestHex, digestOf } from './digest.js';
import { filePieces } from './file-pieces.js';
import { ObjectClient } from './object-client.js';
import type { ObjectHead } from './object-listing.js';
import { defaultSharedForMs, objectKey, ownKey } from './object-names.js';
import { type AskedPage, cursorOf, type Page, placeOf } from './pages.js';
import { createS3Client, workPatience } from './s3-client.js';
import { hasCode, toScratchError } from './s3-failure.js';
import { collect, inspectObject, receiveUnverified, receiveVerified, streamVerified } from './transfer.js';
import { type Content, pieceBytes, singlePutBytes, writeOnce } from './write-once.js';

/** A mutable JSON object as it was when read. */
export interface StoredJson {
  /** Undefined where the bytes aren't JSON. */
  readonly value: unknown;
  readonly etag: string;
  readonly digest: Digest;
  readonly sizeBytes: number;
}

export class Store {
  constructor(
    private readonly objects: ObjectClient,
    private readonly sharedForMs: number = defaultSharedForMs,
  ) {}

  get bucket(): string {
    return this.objects.bucket;
  }

  /** `s3://bucket/key`, for people and for `loadBundle`. */
  uri(key: string): string {
    return `s3://${this.bucket}/${key}`;
  }

  /** The same service and credentials, another bucket. */
  inBucket(bucket: string): Store {
    return new Store(this.objects.inBucket(bucket), this.sharedForMs);
  }

  /** Uploads bytes; the server checks their SHA-256. @throws EspalierError `store.unreachable`, `store.denied`. */
  async putBytes(key: string, bytes: Uint8Array): Promise<ArtifactRef> {
    const digest = digestOf(bytes);
    await this.objects.put(key, bytes, digestHex(digest));
    return { key, digest, sizeBytes: bytes.byteLength };
  }

  /** Uploads a file, read once: in one request up to 64 MiB, in pieces of 32 MiB above, one in memory at a time. */
  async putFile(key: string, path: string): Promise<ArtifactRef> {
    if ((await stat(path)).size <= singlePutBytes) return this.putBytes(key, await readFile(path));
    const hash = createHash('sha256');
    let sizeBytes = 0;
    const pieces = async function* (): AsyncIterable<Uint8Array> {
      for await (const bytes of filePieces(path, pieceBytes)) {
        hash.update(bytes);
        sizeBytes += bytes.byteLength;
        yield bytes;
      }
    };
    await this.objects.putPieces(key, pieces());
    return { key, digest: `sha256:${hash.digest('hex')}`, sizeBytes };
  }

  /**
   * Writes content under its digest, once: what lies there already is verified to the byte and left, or mended where it is corrupt.
   * @throws EspalierError `store.unreachable`, `store.denied`, `store.contended`.
   */
  async putContent(content: Content): Promise<ArtifactRef> {
    return writeOnce(this.objects, content, (digest) => objectKey(digest, Date.now(), this.sharedForMs));
  }

  /** As `putContent`, among what only this prefix's owner writes and removes. @param prefix ends in `/` */
  async putOwnContent(prefix: string, content: Content): Promise<ArtifactRef> {
    return writeOnce(this.objects, content, (digest) => ownKey(prefix, digest));
  }

  /** Downloads and verifies. @throws EspalierError `store.corrupt`, `store.not-found`, `store.unreachable`. */
  async getBytes(ref: ArtifactRef): Promise<Uint8Array> {
    return receiveVerified(this.objects, ref, collect);
  }

  /** The bytes for a receiver that can't begin again: they end in an error, and not whole, unless they are as promised. Errors as `getBytes`. */
  stream(ref: ArtifactRef & { readonly name?: string }): AsyncIterable<Uint8Array> {
    return streamVerified(this.objects, ref);
  }

  /** Downloads to a temporary name beside `path`, verifies, then renames: `path` is whole or absent. Errors as `getBytes`, and `store.scratch-full`. */
  async getToFile(ref: ArtifactRef, path: string): Promise<void> {
    const partial = `${path}.${randomUUID()}.partial`;
    try {
      await mkdir(dirname(path), { recursive: true });
      await receiveVerified(this.objects, ref, (chunks) => pipeline(chunks, createWriteStream(partial)));
      await rename(partial, path);
    } catch (error) {
      await rm(partial, { force: true }).catch(() => undefined);
      throw toScratchError(error, path);
    }
  }

  /** Reads all of an artifact and keeps nothing: is it there, and does it have the promised bytes? */
  async inspect(ref: ArtifactRef): Promise<'intact' | 'missing' | 'corrupt'> {
    return inspectObject(this.objects, ref);
  }

  /**
   * Bytes `start` to `end` (exclusive) of the object with this etag.
   * @returns null where another object or none is under the key by now.
   * @throws EspalierError `store.unreachable`.
   */
  async getRangeIfMatch(key: string, start: number, end: number, etag: string): Promise<Uint8Array | null> {
    if (end <= start) return new Uint8Array(0);
    try {
      return (await receiveUnverified(this.objects, key, { start, end }, etag)).bytes;
    } catch (error) {
      if (error instanceof OtherObject || hasCode(error, 'store.not-found')) return null;
      throw error;
    }
  }

  /** All objects whose key starts with `prefix`, sorted by key. */
  async list(prefix: string): Promise<ObjectHead[]> {
    return this.objects.list(prefix);
  }

  /** The same in the service's order, a page in memory: for prefixes that hold any number. @param after key that all of them come after */
  walk(prefix: string, after?: string): AsyncIterable<ObjectHead> {
    return this.objects.walk(prefix, after);
  }

  /** The folders below `prefix`, down to the next `/`, which each ends with; sorted. */
  async listFolders(prefix: string): Promise<readonly string[]> {
    return this.objects.listFolders(prefix);
  }

  /**
   * The same by the page, in the service's order: one request, however many there are. A page may hold fewer than were asked for.
   * @throws EspalierError `request.invalid` for a cursor of another list
   */
  async folderPage(prefix: string, { limit, cursor }: AskedPage): Promise<Page<string>> {
    const list = this.uri(prefix);
    const token = cursor === undefined ? undefined : placeOf(list, cursor).toString();
    const { folders, nextToken } = await this.objects.folderPage(prefix, limit, token);
    return { items: folders, nextCursor: nextToken === null ? null : cursorOf(list, nextToken) };
  }

  /** Size, etag and time of an object, or null where there is none. */
  async headObject(key: string): Promise<ObjectHead | null> {
    return this.objects.head(key);
  }

  /** Copies inside S3, up to 5 GB; the result is the same content under another key. */
  async copyObject(ref: ArtifactRef, toKey: string): Promise<ArtifactRef> {
    await this.objects.copy(ref.key, toKey);
    return { ...ref, key: toKey };
  }

  async deleteObject(key: string): Promise<void> {
    await this.objects.delete(key);
  }

  /** @returns false where an object with another etag lies there, which stays */
  async deleteIfMatch(key: string, etag: string): Promise<boolean> {
    return this.objects.delete(key, etag);
  }

  /** Writes a JSON value as its canonical text, whatever was there before. */
  async putJson(key: string, value: unknown): Promise<ArtifactRef> {
    return this.putBytes(key, encodeJson(value));
  }

  /** A JSON object that may change under its key, or null where there is none. */
  async getJson(key: string): Promise<StoredJson | null> {
    try {
      const { bytes, etag } = await receiveUnverified(this.objects, key);
      return { value: parseJson(bytes), etag, digest: digestOf(bytes), sizeBytes: bytes.byteLength };
    } catch (error) {
      if (hasCode(error, 'store.not-found')) return null;
      throw error;
    }
  }

  /** The JSON value of an artifact, verified. Errors as `getBytes`. */
  async getVerifiedJson(ref: ArtifactRef): Promise<unknown> {
    return parseJson(await this.getBytes(ref));
  }

  /**
   * Writes a JSON value only where there is no object yet.
   * @returns null where there is one. That may be this very write, if its answer was lost: read it to know.
   */
  async putIfNoneMatch(key: string, value: unknown): Promise<ArtifactRef | null> {
    return this.putConditionally(key, value, { absent: true });
  }

  /** Writes a JSON value only over the object with this etag. @returns null as `putIfNoneMatch` does. */
  async putIfMatch(key: string, value: unknown, etag: string): Promise<ArtifactRef | null> {
    return this.putConditionally(key, value, { etag });
  }

  /** Closes the connections; pending calls fail. */
  close(): void {
    this.objects.close();
  }

  private async putConditionally(
    key: string,
    value: unknown,
    condition: { absent: true } | { etag: string },
  ): Promise<ArtifactRef | null> {
    const bytes = encodeJson(value);
    const digest = digestOf(bytes);
    const etag = await this.objects.put(key, bytes, digestHex(digest), condition);
    return etag === null ? null : { key, digest, sizeBytes: bytes.byteLength };
  }
}

/** A JSON value's one text, as it is stored. */
export function encodeJson(value: unknown): Uint8Array {
  return new TextEncoder().encode(canonicalJson(value));
}

/** Undefined for bytes that aren't JSON, which no schema accepts. */
function parseJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    return undefined;
  }
}

/**
 * Connects to the bucket of the settings. Nothing is sent until the first call.
 * @param options `sharedForMs`: how long writers of the same content share one object; a day by default
 */
export function createStore(settings: S3Settings, options: { readonly sharedForMs?: number } = {}): Store {
  return new Store(
    new ObjectClient(
      createS3Client(settings),
      settings,
      settings.bucket,
      createS3Client(settings, workPatience, true),
    ),
    options.sharedForMs,
  );
}
