/**
 * One atomic step inside Redis: a file of `lua/`, sent by its digest.
 * Leaves the meaning of keys, arguments and reply to that file, whose comment documents them.
 */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Redis } from 'ioredis';

const scriptsDir = new URL('../lua/', import.meta.url);

/** Of a script and what its lines `--- @include "PATH"` name, relative to its own folder and without `.lua`. */
function readScript(file: URL): string {
  return readFileSync(file, 'utf8').replaceAll(/^--- @include "(.+)"$/gm, (_, path: string) =>
    readScript(new URL(`${path}.lua`, file)),
  );
}

export class LuaScript {
  readonly source: string;
  readonly #digest: string;

  /** @param name path below `lua/`, without `.lua` */
  constructor(name: string) {
    this.source = readScript(new URL(`${name}.lua`, scriptsDir));
    this.#digest = createHash('sha1').update(this.source).digest('hex');
  }

  async run(redis: Redis, keys: readonly string[], args: readonly (string | number)[]): Promise<unknown> {
    try {
      return await redis.evalsha(this.#digest, keys.length, ...keys, ...args);
    } catch (error) {
      // A Redis that was restarted has forgotten its scripts.
      if (!(error instanceof Error && error.message.startsWith('NOSCRIPT'))) throw error;
      return await redis.eval(this.source, keys.length, ...keys, ...args);
    }
  }
}
