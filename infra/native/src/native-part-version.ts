/** What tells a native part from any other: the pinned package of one that was fetched, the bytes of one that the user brings. */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { basename, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { Settings } from '@espalier/settings';
import { type FetchedPartName, fetchedPart, providedPath } from './part-table.js';
import { resolveNativePart } from './resolve-native-part.js';

/** The files that compute, of a part that is a folder. */
const librariesOf: Partial<Record<FetchedPartName, readonly string[]>> = {
  tensorflow: ['libtensorflow_cc.so.2', 'libtensorflow_framework.so.2'],
};

/** Digits of a digest that tell it from all others there will be. */
const digits = 16;

/**
 * The same wherever the part lies. A part that the user brings is read whole, TensorFlow's gigabyte in about a second.
 * @returns such as `xgboost-cpu-3.2.0` or `libxgboost.so 1f0c5e…`
 * @throws EspalierError `native.missing` when a part that the user names is not there
 */
export async function nativePartVersion(name: FetchedPartName, settings: Settings): Promise<string> {
  if (providedPath(name, settings) === null) return basename(fetchedPart(name, settings).dir);
  const path = resolveNativePart(name, settings);
  const files = librariesOf[name]?.map((file) => join(path, file)) ?? [path];
  const hash = createHash('sha256');
  for (const file of files) await pipeline(createReadStream(file), hash, { end: false });
  return `${basename(files[0] ?? path)} ${hash.digest('hex').slice(0, digits)}`;
}
