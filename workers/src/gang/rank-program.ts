/**
 * Responsible for the program that a rank's process runs: kept for each version of the code, and a host's own copy of it.
 * Leaves to others: bundling (the programs package), keeping it (kept-by-code.ts), running it (rank-process.ts).
 */
import { realpathSync } from 'node:fs';
import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Digest } from '@espalier/domain';
import { bundlePrograms } from '@espalier/programs';
import type { Settings } from '@espalier/settings';
import { digestOfJson } from '@espalier/store';
import { keptByCode, refuseReplacedSince } from '../stages/kept-by-code.js';

/**
 * Makes the program, where no process has made it before.
 * @param code digest of the project's code
 * @param refuse throws where that is not the code on disk any more
 * @returns its folder
 * @throws EspalierError `workflow.code-replaced`
 */
export function keepRankProgram(
  settings: Settings,
  code: Digest,
  refuse: (code: Digest) => Promise<void> = refuseReplacedSince,
): Promise<string> {
  const main = realpathSync(fileURLToPath(new URL('./rank-main.js', import.meta.url)));
  // It names the files that it reads, so it belongs to one checkout.
  return keptByCode(settings, { code: digestOfJson([code, main]), name: 'rank' }, async (dir) => {
    await bundlePrograms({ 'rank-main': main }, dir);
    await refuse(code);
  });
}

/**
 * The program in a folder of the caller's own, for as long as that is there: a cache may be emptied, and a host lives for months.
 * Where that folder's path has a backslash, which no module can be imported under, it is run from where it is kept.
 * @param dir is made
 * @returns path of what a process runs
 */
export async function rankProgramIn(
  dir: string,
  settings: Settings,
  code: Digest,
  refuse?: (code: Digest) => Promise<void>,
): Promise<string> {
  const kept = await keepRankProgram(settings, code, refuse);
  if (dir.includes('\\')) return join(kept, 'rank-main.mjs');
  await cp(kept, dir, { recursive: true });
  return join(dir, 'rank-main.mjs');
}
