/**
 * Responsible for copies of small objects that are kept while one look at a source lasts: it reads each of them two times and more, and what a
 * request costs is most of what reading costs.
 * Leaves to others: making them (source-bytes.ts), removing them with the look's scratch folder.
 */
import { isS3Version, type SourceObject } from './source-object.js';

/** Scratch space that they may take together; what comes after is brought each time. */
const mostBytes = 256 * 2 ** 20;

export class KeptCopies {
  readonly #paths = new Map<string, string>();
  #bytes = 0;

  /** Null where there is none of the object as it was listed. */
  pathOf(object: SourceObject): string | null {
    return this.#paths.get(keyOf(object)) ?? null;
  }

  /** @returns whether the copy is kept: whoever made it leaves it where it is */
  keep(object: SourceObject, path: string): boolean {
    const key = keyOf(object);
    if (this.#paths.has(key) || this.#bytes + object.sizeBytes > mostBytes) return false;
    this.#bytes += object.sizeBytes;
    this.#paths.set(key, path);
    return true;
  }
}

function keyOf({ uri, version }: SourceObject): string {
  if (!isS3Version(version)) throw new RangeError(`${uri} is read where it lies`);
  return JSON.stringify([uri, version.etag]);
}
