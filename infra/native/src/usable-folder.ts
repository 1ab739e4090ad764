/** Makes sure, before work starts, that a folder can be written; says which variable names another one where it can't. */
import { accessSync, constants, mkdirSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { EspalierError } from '@espalier/domain';

const reasons: Readonly<Record<string, string>> = {
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  EROFS: 'the file system is read-only',
  ENOTDIR: 'a part of its path is no folder',
  EEXIST: 'there is a file of that name',
  ENOENT: 'a part of its path can not be made',
  ENAMETOOLONG: 'its name is too long for the file system',
  ELOOP: 'its links lead in a circle',
};

/** One folder after the other: Node's own recursion never ends in places that take none, such as /proc. */
function makeFolder(dir: string): void {
  if (statSync(dir, { throwIfNoEntry: false })?.isDirectory()) return;
  if (dirname(dir) !== dir) makeFolder(dirname(dir));
  try {
    mkdirSync(dir, { mode: 0o700 });
  } catch (error) {
    // Another process may have made it at the same moment.
    if (!statSync(dir, { throwIfNoEntry: false })?.isDirectory()) throw error;
  }
}

/**
 * Makes the folder if need be (mode 0700).
 * @param variable the setting that names it
 * @throws EspalierError `machine.folder-unusable`
 */
export function makeUsableFolder(dir: string, variable: string): void {
  try {
    makeFolder(dir);
    accessSync(dir, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch (cause) {
    const { code = '' } = cause as NodeJS.ErrnoException;
    const reason = reasons[code];
    if (reason === undefined) throw cause;
    throw new EspalierError(
      'machine.folder-unusable',
      `The folder ${dir} can't be used: ${reason} (${variable} names another).`,
      { cause, details: { dir, variable } },
    );
  }
}
