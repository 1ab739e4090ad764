/**
 * Responsible for giving every error that reaches the command line a code: system errors and faults of our own, too.
 * Leaves to others: showing it (render/error-text.ts).
 */
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EspalierError } from '@espalier/domain';

/** System errors that say something about the request or the machine, not about Espalier. */
const codesOfSystemErrors = {
  ENOSPC: 'stack.disk-full',
  EDQUOT: 'stack.disk-full',
  EACCES: 'request.invalid',
  EPERM: 'request.invalid',
  ENOENT: 'request.invalid',
  EISDIR: 'request.invalid',
  ENOTDIR: 'request.invalid',
  EROFS: 'request.invalid',
  EEXIST: 'request.invalid',
  ENAMETOOLONG: 'request.invalid',
} as const;

function isSystemErrorCode(code: unknown): code is keyof typeof codesOfSystemErrors {
  return typeof code === 'string' && Object.hasOwn(codesOfSystemErrors, code);
}

const reasons: Readonly<Record<keyof typeof codesOfSystemErrors, string>> = {
  ENOSPC: 'The disk is full',
  EDQUOT: "The account's share of the disk is full",
  EACCES: 'Permission denied',
  EPERM: 'Permission denied',
  ENOENT: 'No such file or folder',
  EISDIR: 'It is a folder',
  ENOTDIR: 'A part of the path is not a folder',
  EROFS: 'The file system is read-only',
  EEXIST: 'There is something of that name already',
  ENAMETOOLONG: 'The name is too long for the file system',
};

export function toEspalierError(error: unknown): EspalierError {
  if (error instanceof EspalierError) return error;
  const { code, path } = (error ?? {}) as NodeJS.ErrnoException;
  if (isSystemErrorCode(code)) {
    if (codesOfSystemErrors[code] !== 'stack.disk-full' && path?.startsWith(join(tmpdir(), 'espalier-'))) {
      return new EspalierError(
        'machine.folder-unusable',
        `The folder ${tmpdir()} can't be used for temporary files: ${reasons[code].toLowerCase()} (TMPDIR names another).`,
        { cause: error, details: { dir: tmpdir(), variable: 'TMPDIR' } },
      );
    }
    const place = path === undefined ? '' : `: ${path}`;
    return new EspalierError(codesOfSystemErrors[code], `${reasons[code]}${place}.`, {
      cause: error,
      details: { path: path ?? null },
    });
  }
  const message = error instanceof Error ? error.message : String(error);
  return new EspalierError('workflow.unexpected', message, { cause: error });
}
