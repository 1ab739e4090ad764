/**
 * Responsible for writing predictions as Parquet: one FLOAT column a score, rows in the order they are given, beside columns of the
 * rows that were scored.
 * Leaves to others: making them.
 */
import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { link, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { EspalierError } from '@espalier/domain';
import { nearestName } from '@espalier/spec';
import { Database } from './database.js';
import type { FileFacts } from './file-facts.js';
import { HeldScores, type KeptColumns, type ScoresChunk } from './held-scores.js';
import { readFooter } from './parquet-footer.js';
import { withUnchangedFile } from './unchanged-file.js';

/** Values that are held in memory; those before them wait in files. */
const heldValues = 8 * 1024 * 1024;

/**
 * Writes all chunks to `path`, which is whole or absent: a temporary file beside it is renamed at the end.
 * @returns the number of rows.
 */
export async function writeScores(
  path: string,
  tasks: readonly string[],
  chunks: AsyncIterable<ScoresChunk>,
  options: {
    readonly scratchDir: string;
    /** Columns of the scored file that go along, before the scores. */
    readonly kept?: KeptColumns;
    /** Whether a file that is there goes. Default: yes. */
    readonly overwrite?: boolean;
    /** What must have succeeded before the file has its name. */
    readonly beforeNaming?: () => Promise<void>;
    /** Of how many rows scores are held in memory. Default: as many as have 8 million scores. */
    readonly heldRows?: number;
  },
): Promise<number> {
  const unfinished = join(dirname(path), `.${randomUUID()}.parquet`);
  try {
    using database = await Database.open({ scratchDir: options.scratchDir });
    const heldRows = options.heldRows ?? Math.ceil(heldValues / tasks.length);
    await using held = await HeldScores.open(database, tasks, options.scratchDir);
    let rows = 0;
    for await (const chunk of chunks) {
      rows += held.append(chunk);
      if (held.rows >= heldRows) await held.spill();
    }
    await held.copyTo(unfinished, options.kept ?? null);
    await options.beforeNaming?.();
    if (options.overwrite === false) await nameAnew(unfinished, path);
    else await rename(unfinished, path);
    return rows;
  } finally {
    await rm(unfinished, { force: true });
  }
}

/** What file systems say that have no second names; there a file that comes at the very last moment is written over. */
const withoutLinks = ['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS'];

/** Gives the file its name unless something has it: another process may have written it meanwhile. */
async function nameAnew(unfinished: string, path: string): Promise<void> {
  try {
    await link(unfinished, path);
  } catch (cause) {
    const { code = '' } = cause as NodeJS.ErrnoException;
    if (withoutLinks.includes(code) && !existsSync(path)) return await rename(unfinished, path);
    if (code !== 'EEXIST' && !withoutLinks.includes(code)) throw cause;
    const message = `Scores can't be written to ${path}: it exists by now; --force writes over it.`;
    throw new EspalierError('request.invalid', message, { cause, details: { path } });
  }
}

/**
 * Columns of the file at `path` as it writes them, in the order of `names`, which are compared as SQL compares them.
 * @throws EspalierError `request.invalid` for those that it lacks, those named twice, and those that would stand beside a score of the same name
 */
export async function keptColumns(
  path: string,
  names: readonly string[],
  scores: readonly string[],
  options: { readonly scratchDir: string; readonly facts?: FileFacts | undefined },
): Promise<string[]> {
  using database = await Database.open({ scratchDir: options.scratchDir });
  const { columns } = await withUnchangedFile(path, options.facts, (file) =>
    readFooter(database, file, path),
  );
  const known = columns.map(({ name }) => name);
  const problems: string[] = [];
  const found = names.flatMap((wanted, index) => {
    const same = (name: string) => name.toLowerCase() === wanted.toLowerCase();
    const column = known.find((name) => name === wanted) ?? known.find(same);
    if (column === undefined) {
      const near = nearestName(wanted, known);
      problems.push(`${path} has no column ${wanted}${near === null ? '' : `; did you mean ${near}?`}`);
    } else if (names.slice(0, index).some(same)) problems.push(`${wanted} is named twice`);
    else if (scores.some(same)) problems.push(`${wanted} is also the name of a column of scores`);
    return column === undefined ? [] : [column];
  });
  if (problems.length === 0) return found;
  throw new EspalierError('request.invalid', `Columns can't be kept: ${problems.join('; ')}.`, {
    details: { path, problems },
  });
}
