/**
 * Responsible for a local file that stays what it is while it is read.
 * Leaves to others: where its facts are from (list-source.ts, source-identity.ts), and what is read.
 */
import { ExactFile } from './exact-file.js';
import { differences, type FileFacts } from './file-facts.js';
import { sourceChanged } from './source-change.js';

/** What the file system says of the file at a path now. @throws EspalierError `features.source-missing`. */
export async function fileFacts(path: string): Promise<FileFacts> {
  // Opened, since file systems of a network answer others from what they remember.
  await using file = await ExactFile.open(path);
  return await file.facts();
}

/**
 * That a path leads to the file with these facts.
 * @throws EspalierError `features.source-changed`, `features.source-missing`.
 */
export async function requireFileAt(path: string, facts: FileFacts): Promise<void> {
  const changes = differences(facts, await fileFacts(path));
  if (changes.length > 0) throw sourceChanged(path, changes);
}

/**
 * Runs `read` on the file at a path, which has these facts afterwards. It had them before, too, since no change leaves the time of the last
 * one as it was. What fails on a file that changed fails for that.
 * @param facts default those that it has
 * @throws EspalierError `features.source-changed`, `features.source-missing`, and what `read` throws.
 */
export async function withUnchangedFile<T>(
  path: string,
  facts: FileFacts | undefined,
  read: (file: ExactFile) => Promise<T>,
): Promise<T> {
  await using file = await ExactFile.open(path);
  const known = facts ?? (await file.facts());
  try {
    return await read(file);
  } finally {
    await requireFacts(file, known);
  }
}

/** That an open file has these facts. @throws EspalierError `features.source-changed`, `features.source-missing`. */
export async function requireFacts(file: ExactFile, facts: FileFacts): Promise<void> {
  const changes = differences(facts, await file.facts());
  if (changes.length === 0) return;
  // What is under its path by now tells more to people than that it was moved away.
  await requireFileAt(file.path, facts);
  throw sourceChanged(file.path, changes);
}
