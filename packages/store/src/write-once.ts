/**
 * Responsible for content that lies under its digest: written where nothing lies yet, else compared to the byte with what does.
 * Leaves to others: the names (object-names.ts).
 */
import { readFile, stat } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { type ArtifactRef, type Digest, EspalierError } from '@espalier/domain';
import { digestHex, digestOf, digestOfFile } from './digest.js';
import { filePieces } from './file-pieces.js';
import type { ObjectClient } from './object-client.js';
import { inspectObject } from './transfer.js';
import type { WriteCondition } from './upload-request.js';

export const pieceBytes = 32 << 20;
export const singlePutBytes = 64 << 20;

const maxTurns = 20;
const maxPauseMs = 100;

/** Bytes, or a local file that nobody changes meanwhile. */
export type Content = Uint8Array | { readonly path: string };

interface Upload {
  readonly digest: Digest;
  readonly sizeBytes: number;
  /** False where the condition did not hold. */
  send(key: string, condition: WriteCondition): Promise<boolean>;
}

/**
 * Writes content under the key that its digest gives it. What lies there already is read and compared: equal, it is left as it is;
 * cut short or corrupt, it is written anew over exactly what was found, so that two writers never undo each other's work.
 * A file of more than 64 MiB is read twice, once for its digest.
 * @throws EspalierError `store.unreachable`, `store.denied`, `store.contended`
 */
export async function writeOnce(
  objects: ObjectClient,
  content: Content,
  keyOf: (digest: Digest) => string,
): Promise<ArtifactRef> {
  const upload = await uploadOf(objects, content);
  const { digest, sizeBytes } = upload;
  const ref: ArtifactRef = { key: keyOf(digest), digest, sizeBytes };
  for (let turn = 0; turn < maxTurns; turn++) {
    // What takes long to send is asked after first.
    const awaits = sizeBytes > singlePutBytes && (await objects.head(ref.key)) !== null;
    if (!awaits && (await upload.send(ref.key, { absent: true }))) return ref;
    if ((await inspectObject(objects, ref)) === 'intact') return ref;
    const found = await objects.head(ref.key);
    if (found !== null && (await upload.send(ref.key, { etag: found.etag }))) return ref;
    await sleep(Math.random() * maxPauseMs);
  }
  throw new EspalierError(
    'store.contended',
    `s3://${objects.bucket}/${ref.key} kept changing through ${maxTurns} tries.`,
    { details: { key: ref.key } },
  );
}

async function uploadOf(objects: ObjectClient, content: Content): Promise<Upload> {
  if (content instanceof Uint8Array) return uploadOfBytes(objects, content);
  const { size } = await stat(content.path);
  if (size <= singlePutBytes) return uploadOfBytes(objects, await readFile(content.path));
  const pieces = () => filePieces(content.path, pieceBytes);
  return {
    digest: await digestOfFile(content.path),
    sizeBytes: size,
    send: (key, condition) => objects.putPieces(key, pieces(), condition),
  };
}

function uploadOfBytes(objects: ObjectClient, bytes: Uint8Array): Upload {
  const digest = digestOf(bytes);
  return {
    digest,
    sizeBytes: bytes.byteLength,
    send: async (key, condition) => (await objects.put(key, bytes, digestHex(digest), condition)) !== null,
  };
}
