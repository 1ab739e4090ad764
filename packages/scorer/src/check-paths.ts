/**
 * Responsible for refusing input and output paths that can't work before anything is loaded.
 * Leaves to others: what is inside the input (features).
 */
import { stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { EspalierError } from '@espalier/domain';

/** @throws EspalierError `request.invalid`. */
export async function checkPaths(
  inputPath: string,
  outputPath: string,
  { overwrite }: { readonly overwrite: boolean },
): Promise<void> {
  const input = await stat(inputPath).catch(() => null);
  if (input === null || !input.isFile()) {
    const reason = input === null ? 'it does not exist' : 'it is not a file';
    throw new EspalierError('request.invalid', `The rows to score can't be read: ${inputPath}: ${reason}.`, {
      details: { path: inputPath },
    });
  }
  const output = await stat(outputPath).catch(() => null);
  const folder = await stat(dirname(outputPath)).catch(() => null);
  const problem = [
    [resolve(inputPath) === resolve(outputPath), 'it is the input'],
    [output?.isDirectory() === true, 'it is a folder'],
    [output !== null && !overwrite, 'it exists already; --force writes over it'],
    [folder?.isDirectory() !== true, `there is no folder ${dirname(outputPath)}`],
  ].find(([wrong]) => wrong);
  if (problem !== undefined) {
    throw new EspalierError('request.invalid', `Scores can't be written to ${outputPath}: ${problem[1]}.`, {
      details: { path: outputPath },
    });
  }
}

/** @throws EspalierError `request.invalid` where two files would be written to one path */
export function requireOwnOutputs(files: readonly { readonly outputPath: string }[]): void {
  const seen = new Set<string>();
  for (const { outputPath } of files) {
    const path = resolve(outputPath);
    if (!seen.has(path)) seen.add(path);
    else {
      const message = `Scores can't be written to ${outputPath}: those of another file are to be written there.`;
      throw new EspalierError('request.invalid', message, { details: { path: outputPath } });
    }
  }
}
