/** Responsible for reading a file piece by piece, one in memory at a time. Leaves to others: where the pieces go. */
import { open } from 'node:fs/promises';

/** Each piece is whole but the last. */
export async function* filePieces(path: string, pieceBytes: number): AsyncGenerator<Uint8Array> {
  await using file = await open(path, 'r');
  for (;;) {
    const piece = Buffer.allocUnsafe(pieceBytes);
    let filled = 0;
    while (filled < pieceBytes) {
      const { bytesRead } = await file.read(piece, filled, pieceBytes - filled);
      if (bytesRead === 0) break;
      filled += bytesRead;
    }
    if (filled === 0) return;
    yield piece.subarray(0, filled);
  }
}
