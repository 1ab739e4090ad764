/**
 * Responsible for which rows a pipeline from the network may read: those in S3, and those in the folders that the settings name.
 * Leaves to others: whether they are there (preflight).
 */
import { realpathSync } from 'node:fs';
import { dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import { isLocalPlace, type LoadedSpec, type SpecIssue, sourcePlaces, specInvalid } from '@espalier/spec';

/** @throws EspalierError `spec.invalid` with each source, table or log that may not be read */
export function requireReadableSources(loaded: LoadedSpec, folders: readonly string[]): void {
  const issues = sourcePlaces(loaded.spec).flatMap(({ path, uri }): SpecIssue[] => {
    if (!isLocalPlace({ path, uri }) || folders.some((folder) => liesIn(uri, folder))) return [];
    const message =
      folders.length === 0
        ? 'the server reads sources in S3 only: s3://bucket/prefix/'
        : 'the server reads sources in S3, and by absolute paths in the folders of ESPALIER_SERVER_FOLDERS';
    return [{ path, message, code: 'local-source' }];
  });
  if (issues.length > 0) throw specInvalid(loaded.path, loaded.locate(issues));
}

/** As written, and as the links on the way lead. */
function liesIn(uri: string, folder: string): boolean {
  if (!isAbsolute(uri)) return false;
  // What a pattern or a placeholder stands for lies below the folder before it, unless it goes up again.
  const [fixed = ''] = uri.split(/[*?[{]/, 1);
  const place = fixed === uri ? uri : fixed.slice(0, fixed.lastIndexOf(sep) + 1);
  if (uri.split(sep).includes('..')) return false;
  return isBelow(resolve(place), folder) && isBelow(realPlace(resolve(place)), realPlace(folder));
}

function isBelow(path: string, folder: string): boolean {
  const way = relative(folder, path);
  return way === '' || !(way === '..' || way.startsWith(`..${sep}`) || isAbsolute(way));
}

/** The real path of what is there, and the rest as it is written. */
function realPlace(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    const parent = dirname(path);
    return parent === path ? path : join(realPlace(parent), relative(parent, path));
  }
}
