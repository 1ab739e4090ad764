/** Content digests: of bytes, of files, of JSON values. Knows nothing of S3. */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { canonicalJson, type Digest } from '@espalier/domain';

const prefix = 'sha256:';
const digestPattern = /^sha256:[0-9a-f]{64}$/;

export function isDigest(value: unknown): value is Digest {
  return typeof value === 'string' && digestPattern.test(value);
}

/** The 64 hexadecimal digits of a digest. */
export function digestHex(digest: Digest): string {
  return digest.slice(prefix.length);
}

/** SHA-256 of bytes, or of a text's UTF-8. */
export function digestOf(content: Uint8Array | string): Digest {
  return `${prefix}${createHash('sha256').update(content).digest('hex')}`;
}

/** SHA-256 of a file's bytes, streamed. @throws the file system's own error when it can't be read. */
export async function digestOfFile(path: string): Promise<Digest> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 })) hash.update(chunk);
  return `${prefix}${hash.digest('hex')}`;
}

/** SHA-256 of a JSON value's one canonical text, so that key order and spacing do not matter. */
export function digestOfJson(value: unknown): Digest {
  return digestOf(canonicalJson(value));
}
