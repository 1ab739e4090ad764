/**
 * Responsible for a local file that stays what it is while it is read: looked at before and after.
 * Leaves to others: where its facts are from (list-source.ts, source-identity.ts), and what is read.
 */
import { ExactFile } from './exact-file.js';
import { differences, type FileFacts } from './file-facts.js';
import { sourceChanged } from './source-change.js';

/** What the file system says of the file at a path now. @throws EspalierError `features.source-missing`. */
export async function fileFacts(path: string): Promise<FileFacts> {
  await using file = await ExactFile.open(path);
  return await file.facts();
}

export class UnchangedFile implements AsyncDisposable {
  private constructor(
    readonly file: ExactFile,
    private readonly facts: FileFacts,
  ) {}

  /**
   * @param facts that it must have; default those that it has
   * @throws EspalierError `features.source-changed`, `features.source-missing`.
   */
  static async open(path: string, facts?: FileFacts): Promise<UnchangedFile> {
    const file = await ExactFile.open(path);
    try {
      const opened = new UnchangedFile(file, facts ?? (await file.facts()));
      await requireFacts(file, opened.facts);
      return opened;
    } catch (error) {
      await file[Symbol.asyncDispose]();
      throw error;
    }
  }

  /**
   * That its path still leads to the file, since others would read what was put there, and that nothing was written to it.
   * @throws EspalierError `features.source-changed`, `features.source-missing`.
   */
  async requireUnchanged(): Promise<void> {
    // Opened, since file systems of a network answer others from what they remember.
    await using there = await ExactFile.open(this.file.path);
    await requireFacts(there, this.facts);
    await requireFacts(this.file, this.facts);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.file[Symbol.asyncDispose]();
  }
}

/** Runs `read` on a file that stays what it is. What fails on one that changed fails for that. Errors as those of `UnchangedFile`. */
export async function withUnchangedFile<T>(
  path: string,
  facts: FileFacts | undefined,
  read: (file: ExactFile) => Promise<T>,
): Promise<T> {
  await using opened = await UnchangedFile.open(path, facts);
  try {
    return await read(opened.file);
  } finally {
    await opened.requireUnchanged();
  }
}

async function requireFacts(file: ExactFile, facts: FileFacts): Promise<void> {
  const changes = differences(facts, await file.facts());
  if (changes.length > 0) throw sourceChanged(file.path, changes);
}
