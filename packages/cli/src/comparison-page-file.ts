/**
 * Responsible for `--report PATH`: whether a comparison's page can be written there, told before there is one, and writing it.
 * Leaves to others: the page itself (render/comparison-page.ts).
 */
import { closeSync, existsSync, openSync, statSync, unlinkSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { EspalierError, type RunReport } from '@espalier/domain';
import type { Output } from './output.js';

export interface PageOptions {
  readonly report?: string;
  readonly force?: boolean;
}

/** @throws EspalierError `request.invalid`; the system's error where nobody may write there */
export function refusePage({ report, force }: PageOptions): void {
  if (report === undefined) return;
  const there = statSync(report, { throwIfNoEntry: false });
  const folder = dirname(resolve(report));
  if (report === '' || there?.isDirectory() || !existsSync(folder)) {
    const reason =
      report === '' || there?.isDirectory()
        ? 'is not the name of a file'
        : `lies in ${folder}, which does not exist`;
    throw new EspalierError('request.invalid', `--report: ${JSON.stringify(report)} ${reason}.`);
  }
  if (there !== undefined && !force) {
    throw new EspalierError('request.invalid', `${report} exists: --force writes over it.`);
  }
  // Permissions alone don't tell: the file system may be read-only, or hold no files.
  closeSync(openSync(report, there === undefined ? 'wx' : 'r+'));
  if (there === undefined) unlinkSync(report);
}

/** Writes nothing of a comparison that did not come to its end. */
export async function writePage(output: Output, report: RunReport, options: PageOptions): Promise<void> {
  const { report: path, force } = options;
  if (path === undefined || report.compared === null) return;
  const { comparisonPage } = await import('./render/comparison-page.js');
  try {
    await writeFile(path, await comparisonPage(report), { flag: force ? 'w' : 'wx' });
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new EspalierError(
      'request.invalid',
      `The page could not be written: ${reason}. The comparison is done, and \`espalier show ${report.runId} --report PATH\` writes its page.`,
      { cause },
    );
  }
  output.note(`Wrote ${path}`);
}
