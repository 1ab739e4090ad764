/** Responsible for listings, a page after the other. Leaves to others: errors, and what the objects are. */
import {
  type _Object,
  ListObjectsV2Command,
  type ListObjectsV2CommandOutput,
  type S3Client,
} from '@aws-sdk/client-s3';

export interface ObjectHead {
  readonly key: string;
  readonly sizeBytes: number;
  /** Changes with the content; what `putIfMatch` compares. */
  readonly etag: string;
  /** Milliseconds since the epoch, in whole seconds. */
  readonly lastModifiedMs: number;
}

export interface ListedPrefix {
  readonly Prefix: string;
  /** What lies below it counts as one. */
  readonly Delimiter?: string;
  /** A key: what comes before it, and itself, is left out. */
  readonly StartAfter?: string;
}

/** The most that services give at once. */
const mostListed = 1_000;

/** One page of the folders below a prefix. @param token of the page before */
export async function listFolderPage(
  client: S3Client,
  bucket: string,
  {
    prefix,
    limit,
    token,
  }: { readonly prefix: string; readonly limit: number; readonly token?: string | undefined },
): Promise<{ readonly folders: readonly string[]; readonly nextToken: string | null }> {
  const page = await client.send(
    new ListObjectsV2Command({
      ...{ Bucket: bucket, Prefix: prefix, Delimiter: '/', MaxKeys: Math.min(limit, mostListed) },
      ...(token === undefined ? {} : { ContinuationToken: token }),
    }),
  );
  return {
    folders: (page.CommonPrefixes ?? []).flatMap(({ Prefix }) => Prefix ?? []),
    nextToken: page.NextContinuationToken ?? null,
  };
}

/** Up to 1,000 objects a page, in the service's order. */
export async function* listPages(
  client: S3Client,
  bucket: string,
  what: ListedPrefix,
): AsyncGenerator<ListObjectsV2CommandOutput> {
  let token: string | undefined;
  do {
    const from = token === undefined ? {} : { ContinuationToken: token };
    const page = await client.send(new ListObjectsV2Command({ Bucket: bucket, ...what, ...from }));
    yield page;
    token = page.NextContinuationToken;
  } while (token !== undefined);
}

/** Null for an entry without a key. An object of unknown age counts as new. */
export function toHead({ Key, Size, ETag, LastModified }: _Object): ObjectHead | null {
  if (Key === undefined) return null;
  return {
    key: Key,
    sizeBytes: Size ?? 0,
    etag: ETag ?? '',
    lastModifiedMs: LastModified?.getTime() ?? Date.now(),
  };
}
