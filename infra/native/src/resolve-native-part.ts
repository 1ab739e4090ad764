/**
 * Answers where a native part lies on this machine: the user's own first, then the cache.
 * It never fetches anything.
 */
import { existsSync } from 'node:fs';
import { EspalierError } from '@espalier/domain';
import { loadSettings, type Settings } from '@espalier/settings';
import { addonBuild } from './addon-build.js';
import { loopbackBindBuild } from './loopback-bind-build.js';
import type { NativeBuild } from './native-build.js';
import { type BuiltPartName, fetchedPart, type NativePartName, providedPath } from './part-table.js';

const builds: Readonly<Record<BuiltPartName, (settings: Settings) => NativeBuild>> = {
  'loopback-bind': loopbackBindBuild,
  'tfjs-addon': addonBuild,
};

export function isBuilt(part: NativePartName): part is BuiltPartName {
  return part in builds;
}

export function nativeBuild(part: BuiltPartName, settings: Settings): NativeBuild {
  return builds[part](settings);
}

/** A part's place, whether or not anything is there: `path` is what callers use, `witness` what must exist. */
export function nativePartPlace(
  name: NativePartName,
  settings: Settings,
): { path: string; witness: string; provided: boolean } {
  const provided = providedPath(name, settings);
  if (provided !== null) return { path: provided, witness: provided, provided: true };
  if (isBuilt(name)) {
    const { path } = nativeBuild(name, settings);
    return { path, witness: path, provided: false };
  }
  const { path, witness } = fetchedPart(name, settings);
  return { path, witness, provided: false };
}

/**
 * @returns the path of the executable (`temporal`, `temporal-test-server`, `valkey`, `seaweedfs`), of `libxgboost.so`,
 *   of the folder that holds `libtensorflow_cc.so.2` and `include/`, of `tfjs_binding.node`, or of
 *   `loopback-bind.so`.
 * @throws EspalierError `native.missing` when it is not there.
 */
export function resolveNativePart(name: NativePartName, settings: Settings = loadSettings()): string {
  const { path, witness, provided } = nativePartPlace(name, settings);
  if (existsSync(witness)) return path;
  throw new EspalierError(
    'native.missing',
    provided
      ? `The native part ${name} is set to ${path}, where there is nothing.`
      : `The native part ${name} is not installed (it would be ${path}).`,
    { details: { part: name, path } },
  );
}
