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
