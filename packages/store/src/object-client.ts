/**
 * Plain S3 operations on one bucket, with time limits, retries and errors of the product's own.
 * Leaves to others: digests of what is read, and every protocol on top of single objects.
 */

import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CopyObjectCommand,
  CreateBucketCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  HeadBucketCommand,
  HeadObjectCommand,
  PutObjectCommand,
  type S3Client,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import type { S3Settings } from '@espalier/settings';
import { isLostRead, isOther, OtherObject, readCondition } from './conditional-read.js';
import { type ListedPrefix, listFolderPage, listPages, type ObjectHead, toHead } from './object-listing.js';
import { hasCode, isLostCondition, type S3Place, toStoreError } from './s3-failure.js';
import { explainHead } from './unexplained-answer.js';
import {
  conditionHeaders,
  resending,
  signedOver,
  uploadLimit,
  type WriteCondition,
} from './upload-request.js';

export interface ObjectBody {
  readonly stream: AsyncIterable<Uint8Array>;
  readonly etag: string;
  /** Ends the transfer early and frees its socket. */
  cancel(): void;
}

export class ObjectClient {
  constructor(
    private readonly client: S3Client,
    private readonly settings: Pick<S3Settings, 'endpoint' | 'unusedProxy'>,
    readonly bucket: string,
    /** For buckets that are not the product's own, which may lie in other regions. */
    private readonly elsewhere: S3Client = client,
  ) {}

  /** For people. */
  get service(): string {
    return this.settings.endpoint ?? 'AWS S3';
  }

  /** The same service and credentials, another bucket, in whatever region. */
  inBucket(bucket: string): ObjectClient {
    const client = bucket === this.bucket ? this.client : this.elsewhere;
    return new ObjectClient(client, this.settings, bucket, this.elsewhere);
  }

  /** @throws EspalierError `store.not-found` where there is no such bucket. */
  async requireBucket(): Promise<void> {
    try {
      await this.client.send(new HeadBucketCommand({ Bucket: this.bucket }));
    } catch (error) {
      throw toStoreError(await explainHead(error, this.client, { bucket: this.bucket }), this.place());
    }
  }

  /** Makes the bucket where there is none. */
  async ensureBucket(): Promise<void> {
    try {
      await this.requireBucket();
    } catch (error) {
      if (!hasCode(error, 'store.not-found')) throw error;
      await this.client.send(new CreateBucketCommand({ Bucket: this.bucket })).catch((failure: unknown) => {
        // Somebody else with the same credentials made it a moment ago.
        if ((failure as Error).name === 'BucketAlreadyOwnedByYou') return;
        throw toStoreError(failure, this.place());
      });
    }
  }

  place(key?: string): S3Place {
    const { unusedProxy } = this.settings;
    return {
      service: this.service,
      bucket: this.bucket,
      ...(key === undefined ? {} : { key }),
      ...(unusedProxy ? { unusedProxy } : {}),
    };
  }

  /**
   * Writes one object. `sha256` is 64 hexadecimal digits, which the server checks on arrival.
   * @returns its etag, or null where the condition did not hold. Null may also mean that this very write had happened
   *   and only its answer was lost: the caller must read the object to know.
   */
  async put(
    key: string,
    bytes: Uint8Array,
    sha256: string,
    condition?: WriteCondition,
  ): Promise<string | null> {
    const checked = conditionHeaders(condition);
    try {
      const answer = await resending(() => {
        const command = new PutObjectCommand({
          Bucket: this.bucket,
          Key: key,
          Body: bytes,
          ContentLength: bytes.byteLength,
          ChecksumSHA256: Buffer.from(sha256, 'hex').toString('base64'),
          ...checked,
        });
        command.middlewareStack.add(signedOver(sha256), { step: 'build' });
        return this.client.send(command, uploadLimit(bytes));
      });
      return answer.ETag ?? '';
    } catch (error) {
      if (condition !== undefined && isLostCondition(error)) return null;
      // An etag can't match what is not there; servers answer 404 or 412.
      const failure = toStoreError(error, this.place(key));
      if (condition !== undefined && 'etag' in condition && hasCode(failure, 'store.not-found')) return null;
      throw failure;
    }
  }

  /**
   * Writes one object from consecutive pieces, each at least 5 MiB except the last.
   * @returns false where the condition did not hold, or where this very write had happened and only its answer was lost
   */
  async putPieces(
    key: string,
    pieces: AsyncIterable<Uint8Array>,
    condition?: WriteCondition,
  ): Promise<boolean> {
    const target = { Bucket: this.bucket, Key: key };
    try {
      const { UploadId } = await this.client.send(new CreateMultipartUploadCommand(target));
      try {
        const uploaded: { PartNumber: number; ETag: string | undefined }[] = [];
        for await (const piece of pieces) {
          const PartNumber = uploaded.length + 1;
          const answer = await resending(() =>
            this.client.send(
              new UploadPartCommand({ ...target, UploadId, PartNumber, Body: piece }),
              uploadLimit(piece),
            ),
          );
          uploaded.push({ PartNumber, ETag: answer.ETag });
        }
        await this.client.send(
          new CompleteMultipartUploadCommand({
            ...target,
            UploadId,
            MultipartUpload: { Parts: uploaded },
            ...conditionHeaders(condition),
          }),
        );
        return true;
      } catch (error) {
        // The first failure is the one to report; an upload left open costs only space.
        await this.client
          .send(new AbortMultipartUploadCommand({ ...target, UploadId }))
          .catch(() => undefined);
        throw error;
      }
    } catch (error) {
      if (condition !== undefined && isLostCondition(error)) return false;
      throw toStoreError(error, this.place(key));
    }
  }

  /**
   * @param etag of the object that must still be there
   * @throws EspalierError `store.not-found`; OtherObject.
   */
  async open(key: string, range?: { start: number; end: number }, etag?: string): Promise<ObjectBody> {
    try {
      const answer = await this.client.send(
        new GetObjectCommand({
          Bucket: this.bucket,
          Key: key,
          ...(range === undefined ? {} : { Range: `bytes=${range.start}-${range.end - 1}` }),
          ...readCondition(etag),
        }),
      );
      const body = answer.Body as (AsyncIterable<Uint8Array> & { destroy?(): void }) | undefined;
      const cancel = () => body?.destroy?.();
      const found = answer.ETag ?? '';
      if (isOther(etag, found)) {
        cancel();
        throw new OtherObject(key);
      }
      return { stream: body ?? noBytes(), etag: found, cancel };
    } catch (error) {
      if (isLostRead(error, etag)) throw new OtherObject(key);
      throw toStoreError(error, this.place(key));
    }
  }

  /** @returns null where there is no such object. */
  async head(key: string): Promise<ObjectHead | null> {
    try {
      const answer = await this.client.send(new HeadObjectCommand({ Bucket: this.bucket, Key: key }));
      return {
        key,
        sizeBytes: answer.ContentLength ?? 0,
        etag: answer.ETag ?? '',
        lastModifiedMs: answer.LastModified?.getTime() ?? Date.now(),
      };
    } catch (error) {
      const explained = await explainHead(error, this.client, { bucket: this.bucket, key });
      const failure = toStoreError(explained, this.place(key));
      if (hasCode(failure, 'store.not-found')) return null;
      throw failure;
    }
  }

  /** Copies inside S3, up to 5 GB. @throws EspalierError `store.not-found`. */
  async copy(fromKey: string, toKey: string): Promise<void> {
    try {
      const source = `${this.bucket}/${fromKey}`.split('/').map(encodeURIComponent).join('/');
      await this.client.send(new CopyObjectCommand({ Bucket: this.bucket, Key: toKey, CopySource: source }));
    } catch (error) {
      throw toStoreError(error, this.place(fromKey));
    }
  }

  /** All objects under a prefix, by key. */
  async list(prefix: string): Promise<ObjectHead[]> {
    const found: ObjectHead[] = [];
    for await (const head of this.walk(prefix)) found.push(head);
    return found.sort((a, b) => (a.key < b.key ? -1 : 1));
  }

  /** The same one after the other as the service lists them, a page of them in memory. @param after key that all of them come after */
  async *walk(prefix: string, after?: string): AsyncGenerator<ObjectHead> {
    const start = after === undefined ? {} : { StartAfter: after };
    for await (const { Contents = [] } of this.pages({ Prefix: prefix, ...start })) {
      for (const listed of Contents) {
        const head = toHead(listed);
        if (head !== null) yield head;
      }
    }
  }

  /** What lies under a prefix down to the next `/`, as the prefixes that end with it. */
  async listFolders(prefix: string): Promise<readonly string[]> {
    const found: string[] = [];
    for await (const page of this.pages({ Prefix: prefix, Delimiter: '/' })) {
      found.push(...(page.CommonPrefixes ?? []).flatMap(({ Prefix }) => Prefix ?? []));
    }
    return found.sort();
  }

  /** The same by the page, in the service's order. */
  async folderPage(prefix: string, limit: number, token: string | undefined) {
    try {
      return await listFolderPage(this.client, this.bucket, { prefix, limit, token });
    } catch (error) {
      throw toStoreError(error, this.place(prefix));
    }
  }

  /**
   * Deleting what is not there is fine.
   * @param etag the object that is meant: another one stays, where the service knows conditional deletes
   * @returns false where another one lies there
   */
  async delete(key: string, etag?: string): Promise<boolean> {
    try {
      const condition = etag === undefined ? {} : { IfMatch: etag };
      await this.client.send(new DeleteObjectCommand({ Bucket: this.bucket, Key: key, ...condition }));
      return true;
    } catch (error) {
      if (etag !== undefined && isLostCondition(error)) return false;
      const failure = toStoreError(error, this.place(key));
      if (etag !== undefined && hasCode(failure, 'store.unsupported')) return this.delete(key);
      if (!hasCode(failure, 'store.not-found')) throw failure;
      return true;
    }
  }

  private async *pages(what: ListedPrefix) {
    try {
      yield* listPages(this.client, this.bucket, what);
    } catch (error) {
      throw toStoreError(error, this.place(what.Prefix));
    }
  }

  close(): void {
    this.client.destroy();
    this.elsewhere.destroy();
  }
}

async function* noBytes(): AsyncIterable<Uint8Array> {}
