/**
 * Responsible for the process: runs the program once, shows its error, sets the exit code.
 * Leaves to others: everything else.
 */
import { readFileSync } from 'node:fs';
import { EspalierError } from '@espalier/domain';
import { type ExitCode, exitCodeOfKind, exitCodes } from './exit-codes.js';
import { listenToOutput } from './interrupt/closed-output.js';
import { createOutput } from './output.js';
import { runProgram } from './program.js';
import { errorDocument, errorText } from './render/error-text.js';
import { widthOf } from './render/fit-width.js';
import { toEspalierError } from './to-espalier-error.js';
import { usageMistake } from './usage-mistake.js';

function ownVersion(): string {
  const manifest = readFileSync(new URL('../package.json', import.meta.url), 'utf8');
  return (JSON.parse(manifest) as { version: string }).version;
}

async function wantsDebug(argv: readonly string[]): Promise<boolean> {
  if (argv.includes('--verbose')) return true;
  const { loadSettings } = await import('@espalier/settings');
  try {
    return ['debug', 'trace'].includes(loadSettings().logLevel);
  } catch {
    return false;
  }
}

async function main(argv: readonly string[]): Promise<ExitCode> {
  try {
    return await runProgram(argv, ownVersion());
  } catch (thrown) {
    const mistake = usageMistake(thrown);
    if (mistake === null) return exitCodes.done;
    const error =
      mistake === undefined ? toEspalierError(thrown) : new EspalierError('request.invalid', mistake);
    const output = createOutput(argv.includes('--json'));
    output.note(errorText(error, { verbose: await wantsDebug(argv), width: widthOf(process.stderr) }));
    output.emit(errorDocument(error.serialize()));
    return exitCodeOfKind(error.kind);
  }
}

listenToOutput();

function flushed(stream: NodeJS.WriteStream): Promise<void> {
  return new Promise((resolve) => {
    stream.write('', () => resolve());
  });
}

async function runAndExit(argv: readonly string[]): Promise<never> {
  const exitCode = await main(argv.length === 0 ? ['--help'] : argv);
  await Promise.all([flushed(process.stdout), flushed(process.stderr)]);
  process.exit(exitCode);
}

void runAndExit(process.argv.slice(2));
