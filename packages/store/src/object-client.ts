/**
 * Plain S3 operations on one bucket, with time limits, retries and errors of the product's own.
 * Leaves to others: digests of what is read, and every protocol on top of single objects.
 */

import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CopyObjectCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { state as sdkNotices } from '@aws-sdk/core/client';
import type { S3Settings } from '@espalier/settings';
import { hasCode, isDamagedUpload, isLostCondition, type S3Place, toStoreError } from './s3-failure.js';

const connectTimeoutMs = 3_000;
const answerTimeoutMs = 15_000;
/** A slower upload than this counts as stuck. */
const slowestBytesPerMs = 1_000;
const maxAttempts = 5;
const maxSockets = 64;

export interface ObjectHead {
  readonly key: string;
  readonly sizeBytes: number;
  /** Changes with the content; what `putIfMatch` compares. */
  readonly etag: string;
}

/** Which object must be there for a write to happen: none at all, or the one with this etag. */
export type WriteCondition = { readonly absent: true } | { readonly etag: string };

export interface ObjectBody {
  readonly stream: AsyncIterable<Uint8Array>;
  readonly etag: string;
  /** Ends the transfer early and frees its socket. */
  cancel(): void;
}

export function createS3Client(settings: S3Settings): S3Client {
  // The SDK would print its plans for Node versions into the user's terminal.
  sdkNotices.warningEmitted = true;
  const { accessKeyId, secretAccessKey } = settings;
  return new S3Client({
    region: settings.region,
    ...(settings.endpoint === null ? {} : { endpoint: settings.endpoint, forcePathStyle: true }),
    ...(accessKeyId === null || secretAccessKey === null
      ? {}
      : { credentials: { accessKeyId, secretAccessKey } }),
    // Parts carry their own SHA-256; the SDK's default trailers are unknown to some S3 servers.
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
    // Asking first costs a new connection for each large upload.
    expectContinueHeader: false,
    retryMode: 'standard',
    maxAttempts,
    requestHandler: {
      connectionTimeout: connectTimeoutMs,
      requestTimeout: answerTimeoutMs,
      throwOnRequestTimeout: true,
      httpAgent: { keepAlive: true, maxSockets },
      httpsAgent: { keepAlive: true, maxSockets },
    },
  });
}

export class ObjectClient {
  constructor(
    private readonly client: S3Client,
    readonly service: string,
    readonly bucket: string,
  ) {}

  /** The same connection, another bucket. */
  inBucket(bucket: string): ObjectClient {
    return new ObjectClient(this.client, this.service, bucket);
  }

  place(key?: string): S3Place {
    return { service: this.service, bucket: this.bucket, ...(key === undefined ? {} : { key }) };
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
    const checked =
      condition === undefined
        ? {}
        : 'absent' in condition
          ? { IfNoneMatch: '*' }
          : { IfMatch: condition.etag };
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

  /** Writes one object from consecutive pieces, each at least 5 MiB except the last. */
  async putPieces(key: string, pieces: AsyncIterable<Uint8Array>): Promise<void> {
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
          new CompleteMultipartUploadCommand({ ...target, UploadId, MultipartUpload: { Parts: uploaded } }),
        );
      } catch (error) {
        // The first failure is the one to report; an upload left open costs only space.
        await this.client
          .send(new AbortMultipartUploadCommand({ ...target, UploadId }))
          .catch(() => undefined);
        throw error;
      }
    } catch (error) {
      throw toStoreError(error, this.place(key));
    }
  }

  /** @throws EspalierError `store.not-found`. */
  async open(key: string, range?: { start: number; end: number }): Promise<ObjectBody> {
    try {
      const answer = await this.client.send(
        new GetObjectCommand({
          Bucket: this.bucket,
          Key: key,
          ...(range === undefined ? {} : { Range: `bytes=${range.start}-${range.end - 1}` }),
        }),
      );
      const body = answer.Body as (AsyncIterable<Uint8Array> & { destroy?(): void }) | undefined;
      return {
        stream: body ?? noBytes(),
        etag: answer.ETag ?? '',
        cancel: () => body?.destroy?.(),
      };
    } catch (error) {
      throw toStoreError(error, this.place(key));
    }
  }

  /** @returns null where there is no such object. */
  async head(key: string): Promise<ObjectHead | null> {
    try {
      const answer = await this.client.send(new HeadObjectCommand({ Bucket: this.bucket, Key: key }));
      return { key, sizeBytes: answer.ContentLength ?? 0, etag: answer.ETag ?? '' };
    } catch (error) {
      const failure = toStoreError(error, this.place(key));
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
    let token: string | undefined;
    try {
      do {
        const page = await this.client.send(
          new ListObjectsV2Command({
            Bucket: this.bucket,
            Prefix: prefix,
            ...(token === undefined ? {} : { ContinuationToken: token }),
          }),
        );
        for (const { Key, Size, ETag } of page.Contents ?? []) {
          if (Key !== undefined) found.push({ key: Key, sizeBytes: Size ?? 0, etag: ETag ?? '' });
        }
        token = page.NextContinuationToken;
      } while (token !== undefined);
    } catch (error) {
      throw toStoreError(error, this.place(prefix));
    }
    return found.sort((a, b) => (a.key < b.key ? -1 : 1));
  }

  /** Deleting what is not there is fine. */
  async delete(key: string): Promise<void> {
    try {
      await this.client.send(new DeleteObjectCommand({ Bucket: this.bucket, Key: key }));
    } catch (error) {
      const failure = toStoreError(error, this.place(key));
      if (!hasCode(failure, 'store.not-found')) throw failure;
    }
  }

  close(): void {
    this.client.destroy();
  }
}

function uploadLimit(bytes: Uint8Array): { requestTimeout: number } {
  return { requestTimeout: answerTimeoutMs + bytes.byteLength / slowestBytesPerMs };
}

/** The signature covers the body's SHA-256: given, so that the SDK does not work it out a second time. */
function signedOver(sha256: string) {
  return <Input extends { request: unknown }, Answer>(next: (args: Input) => Promise<Answer>) =>
    (args: Input): Promise<Answer> => {
      (args.request as { headers: Record<string, string> }).headers['x-amz-content-sha256'] = sha256;
      return next(args);
    };
}

/** Sends an upload again that the server refused as damaged on the way; the SDK takes that for a lasting refusal. */
async function resending<T>(send: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await send();
    } catch (error) {
      if (attempt === maxAttempts || !isDamagedUpload(error)) throw error;
    }
  }
}

async function* noBytes(): AsyncIterable<Uint8Array> {}
