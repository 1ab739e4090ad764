/**
 * Checkpoints in a folder, as bytes: all parts, then what names them, then a pointer that moves at once, so that a process
 * killed at any moment leaves the one before. Leaves out what S3 adds: fencing, retries.
 */
import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, open, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

export interface SavedPart {
  readonly name: string;
  readonly bytes: Uint8Array;
}

interface Manifest {
  readonly folder: string;
  readonly meta: unknown;
  readonly parts: readonly { readonly name: string; readonly bytes: number; readonly digest: string }[];
}

const pointer = 'latest.json';
/** All parts behind each other, written one by one: a file for each would take longer than the steps between two checkpoints. */
const partsFile = 'parts';

export function digestOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** Makes this the latest checkpoint, and only then removes the one before. One call at a time. */
export async function saveCheckpoint(
  dir: string,
  meta: unknown,
  parts: readonly { readonly name: string; bytes(): Uint8Array }[],
): Promise<void> {
  await mkdir(dir, { recursive: true });
  const before = await readManifest(dir);
  // Under a name of its own: a process killed while it saved may have left a folder.
  const folder = await mkdtemp(join(dir, 'checkpoint-'));
  const written: { name: string; bytes: number; digest: string }[] = [];
  const file = await open(join(folder, partsFile), 'wx');
  try {
    for (const { name, bytes } of parts) {
      const content = bytes();
      await file.writeFile(content);
      written.push({ name, bytes: content.byteLength, digest: digestOf(content) });
    }
  } finally {
    await file.close();
  }
  const manifest: Manifest = { folder, meta, parts: written };
  await writeFile(join(folder, pointer), JSON.stringify(manifest));
  await rename(join(folder, pointer), join(dir, pointer));
  if (before !== null) await rm(before.folder, { recursive: true });
}

/** The latest whole checkpoint, its digests verified, or null. */
export async function latestCheckpoint(
  dir: string,
): Promise<{ readonly meta: unknown; readonly parts: readonly SavedPart[] } | null> {
  const manifest = await readManifest(dir);
  if (manifest === null) return null;
  const all = await readFile(join(manifest.folder, partsFile));
  let offset = 0;
  const parts = manifest.parts.map(({ name, bytes: length, digest }) => {
    const bytes = all.subarray(offset, offset + length);
    offset += length;
    if (digestOf(bytes) !== digest) throw new Error(`${name} in ${manifest.folder} is not what was saved`);
    return { name, bytes };
  });
  return { meta: manifest.meta, parts };
}

async function readManifest(dir: string): Promise<Manifest | null> {
  try {
    return JSON.parse(await readFile(join(dir, pointer), 'utf8')) as Manifest;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
}
