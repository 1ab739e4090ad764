/**
 * Responsible for what a plan holds a source's objects to, and for knowing each of them again in whatever process and machine reads it:
 * S3's entity tag; of a file its content, told at a glance by what the file system says where that is the same.
 * Leaves to others: that an object stays the same while it is read (source-bytes.ts).
 */
import { createHash } from 'node:crypto';
import type { Digest, PartitionValue, SourceIdentity, SourceShard } from '@espalier/domain';
import { fileDigest } from './file-digest.js';
import { differences, type FileFacts } from './file-facts.js';
import { sourceChanged } from './source-change.js';
import { isS3Version, type SourceObject } from './source-object.js';
import { fileFacts } from './unchanged-file.js';

/** Bytes of so few are read again rather than trusted: what a file system says is no finer than its clock. */
const smallBytes = 1 << 20;

/** Files that are read at once: of many small ones, each waits for the disk most of the time. */
const filesAtOnce = 8;

/** Reads all of every local file once. @throws EspalierError `features.source-changed`. */
export async function identifyObjects<Object extends SourceObject>(
  objects: readonly Object[],
  signal?: AbortSignal,
): Promise<(Object & { readonly identity: SourceIdentity })[]> {
  const identified: (Object & { readonly identity: SourceIdentity })[] = [];
  for (let i = 0; i < objects.length; i += filesAtOnce) {
    signal?.throwIfAborted();
    const some = objects.slice(i, i + filesAtOnce).map(async (object) => {
      return { ...object, identity: await identityOf(object, signal) };
    });
    identified.push(...(await Promise.all(some)));
  }
  return identified;
}

async function identityOf(
  { uri, sizeBytes, version }: SourceObject,
  signal?: AbortSignal,
): Promise<SourceIdentity> {
  if (isS3Version(version)) return { sizeBytes, etag: version.etag };
  const { inode, modifiedNs, changedNs } = version;
  return { sizeBytes, digest: await fileDigest(uri, version, signal), inode, modifiedNs, changedNs };
}

/** An object's content, and what its folders say where the pipeline asks for it. */
interface SourceContent {
  readonly identity: SourceIdentity;
  readonly partitions: readonly PartitionValue[];
}

/**
 * Digest over the objects' contents in order, with what their folders say. Paths and times don't count otherwise, so that a copied source is
 * the same source.
 */
export function sourceDigest(parts: readonly (readonly SourceContent[])[]): Digest {
  const hash = createHash('sha256');
  for (const part of parts) {
    for (const { identity, partitions } of part) {
      hash.update(`${'etag' in identity ? `${identity.etag}:${identity.sizeBytes}` : identity.digest}\n`);
      if (partitions.length > 0) hash.update(`${JSON.stringify(partitions)}\n`);
    }
    hash.update('--\n');
  }
  return `sha256:${hash.digest('hex')}`;
}

/**
 * The object that a plan's shard lies in, as it is now.
 * @throws EspalierError `features.source-changed` where its content is another; `features.source-missing`.
 */
export async function findPlannedObject(
  { uri, identity }: Pick<SourceShard, 'uri' | 'identity'>,
  signal?: AbortSignal,
): Promise<SourceObject> {
  const { sizeBytes } = identity;
  if ('etag' in identity) return { uri, sizeBytes, version: { etag: identity.etag } };
  const facts = await fileFacts(uri);
  const { digest, ...planned } = identity;
  const changes = differences(planned, facts);
  // A copy, a link or another machine's view of the same file differs in all but its content.
  const looksAlike = changes.length === 0 && sizeBytes > smallBytes;
  const isSame =
    looksAlike || (facts.sizeBytes === sizeBytes && (await digestNow(uri, facts, signal)) === digest);
  if (isSame) return { uri, sizeBytes, version: facts };
  const said = changes.length > 0 ? changes : ['its content is another'];
  throw sourceChanged(uri, said);
}

/** Digests of the process's last large files by path: many shards lie in one. */
const known = new Map<string, { readonly facts: FileFacts; readonly digest: Digest }>();
const mostKnown = 100;

async function digestNow(path: string, facts: FileFacts, signal?: AbortSignal): Promise<Digest> {
  const last = known.get(path);
  if (facts.sizeBytes > smallBytes && last !== undefined && differences(last.facts, facts).length === 0) {
    return last.digest;
  }
  const digest = await fileDigest(path, facts, signal);
  if (known.size >= mostKnown) known.clear();
  known.set(path, { facts, digest });
  return digest;
}
