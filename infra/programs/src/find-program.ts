/** Responsible for what a process runs: the bundle of its program, or the modules themselves where one of them was changed since. */
import { realpathSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { isUnchanged, readRecord, recordPath } from './program-record.js';

/** The checkout that this file is of. */
export const checkoutDir = realpathSync(fileURLToPath(new URL('../../..', import.meta.url)));

/**
 * @param entry path of the program's first module
 * @returns path of what to import: it does what the entry does
 */
export function findProgram(entry: string, root = checkoutDir): string {
  const path = realpathSync(entry);
  const record = readRecord(recordPath(root, path));
  const isCurrent =
    record !== null &&
    record.entry === path &&
    record.node === process.version &&
    record.files.every(isUnchanged);
  return isCurrent ? record.bundle : path;
}
