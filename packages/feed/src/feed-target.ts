/** Responsible for where a feed is written: a folder, or a prefix in S3. A file is there whole or not at all. */
import { randomUUID } from 'node:crypto';
import { copyFile, mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

export interface FeedTarget {
  /** Whether anything is there already. */
  isEmpty(): Promise<boolean>;
  /** Takes over a finished file. @param name below the target, with `/` */
  put(name: string, path: string): Promise<void>;
  /** An empty file, which says that its folder is whole. */
  mark(name: string): Promise<void>;
}

export class FolderTarget implements FeedTarget {
  constructor(private readonly dir: string) {}

  async isEmpty(): Promise<boolean> {
    try {
      return (await readdir(this.dir)).length === 0;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return true;
      throw error;
    }
  }

  async put(name: string, path: string): Promise<void> {
    const target = join(this.dir, name);
    await mkdir(dirname(target), { recursive: true });
    try {
      await rename(path, target);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EXDEV') throw error;
      // Of another file system: a reader must not meet a half.
      const beside = join(dirname(target), `.unfinished-${randomUUID()}`);
      try {
        await copyFile(path, beside);
        await rename(beside, target);
      } finally {
        await rm(beside, { force: true });
      }
      await rm(path);
    }
  }

  async mark(name: string): Promise<void> {
    await writeFile(join(this.dir, name), '');
  }
}

/** What is used of a store. */
export interface ObjectStore {
  walk(prefix: string): AsyncIterable<unknown>;
  putFile(key: string, path: string): Promise<unknown>;
  putBytes(key: string, bytes: Uint8Array): Promise<unknown>;
}

export class PrefixTarget implements FeedTarget {
  private readonly prefix: string;

  constructor(
    private readonly store: ObjectStore,
    prefix: string,
  ) {
    this.prefix = prefix === '' || prefix.endsWith('/') ? prefix : `${prefix}/`;
  }

  async isEmpty(): Promise<boolean> {
    for await (const _ of this.store.walk(this.prefix)) return false;
    return true;
  }

  async put(name: string, path: string): Promise<void> {
    await this.store.putFile(`${this.prefix}${name}`, path);
    await rm(path);
  }

  async mark(name: string): Promise<void> {
    await this.store.putBytes(`${this.prefix}${name}`, new Uint8Array());
  }
}
