/**
 * Responsible for the SHA-256 of a local file that stays what it is meanwhile.
 * Leaves to others: what it is compared with (source-identity.ts).
 */
import { createHash } from 'node:crypto';
import type { Digest } from '@espalier/domain';
import type { FileFacts } from './file-facts.js';
import { withUnchangedFile } from './unchanged-file.js';

/** Read at once, so that memory stays bounded. */
const pieceBytes = 1 << 20;

/** @throws EspalierError `features.source-changed`, `features.source-missing`; the signal's reason. */
export async function fileDigest(path: string, facts: FileFacts, signal?: AbortSignal): Promise<Digest> {
  return await withUnchangedFile(path, facts, async ({ handle }): Promise<Digest> => {
    const hash = createHash('sha256');
    // A large buffer for each of ten thousand small files is garbage by the gigabyte.
    const buffer = Buffer.allocUnsafe(Math.min(pieceBytes, Math.max(1, facts.sizeBytes)));
    for (let position = 0; ; ) {
      signal?.throwIfAborted();
      const { bytesRead } = await handle.read(buffer, 0, buffer.length, position);
      if (bytesRead === 0) break;
      hash.update(buffer.subarray(0, bytesRead));
      position += bytesRead;
      if (position >= facts.sizeBytes) break;
    }
    return `sha256:${hash.digest('hex')}`;
  });
}
