// Responsible for loading TensorFlow without its two notices on standard error, which no setting of its own holds back.
// Leaves to others: everything else that is written there, which passes.

import { closeSync, fstatSync, readSync, writeSync } from 'node:fs';
import koffi from 'koffi';

const standardError = 2;

/** Written by static initialisers, before TensorFlow reads TF_CPP_MIN_LOG_LEVEL. */
const notices = [
  /^WARNING: All log messages before absl::InitializeLog\(\) is called are written to STDERR$/,
  /^I\d{4} .* port\.cc:\d+\] oneDNN custom operations are on\./,
];

/**
 * Runs `load` with standard error set aside in memory, then writes there what is not one of the notices. If the process
 * dies inside, that output is lost: with TF_CPP_MIN_LOG_LEVEL=0 nothing is set aside.
 */
export function withoutNotices<T>(load: () => T): T {
  if (process.platform !== 'linux' || process.env.TF_CPP_MIN_LOG_LEVEL === '0') return load();
  const libc = koffi.load('libc.so.6');
  const duplicate = libc.func('int dup(int fd)') as (fd: number) => number;
  const replace = libc.func('int dup2(int from, int to)') as (from: number, to: number) => number;
  const createMemoryFile = libc.func('int memfd_create(const char *name, unsigned int flags)') as (
    name: string,
    flags: number,
  ) => number;
  const original = duplicate(standardError);
  const aside = createMemoryFile('tensorflow-load', 0);
  // No memory file or a closed standard error: the notices are the lesser evil.
  if (original < 0 || aside < 0) return load();
  replace(aside, standardError);
  try {
    return load();
  } finally {
    replace(original, standardError);
    const text = Buffer.alloc(fstatSync(aside).size);
    readSync(aside, text, 0, text.length, 0);
    closeSync(aside);
    closeSync(original);
    const kept = text
      .toString()
      .split('\n')
      .filter((line) => !notices.some((notice) => notice.test(line)))
      .join('\n');
    if (kept !== '') writeSync(standardError, kept);
  }
}
