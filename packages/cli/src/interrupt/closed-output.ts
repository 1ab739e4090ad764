/**
 * Responsible for a standard output that nobody reads any more (`| head -1`) or that can't be written (a full disk): what goes on
 * without the command is said on standard error, and the exit code claims no end that nobody saw.
 * Leaves to others: signals (interrupt-signals.ts).
 */
import { EspalierError } from '@espalier/domain';
import { type ExitCode, exitCodeOfKind, exitCodes } from '../exit-codes.js';
import { errorText } from '../render/error-text.js';
import { widthOf } from '../render/fit-width.js';
import { printableText } from '../render/printable.js';

interface Leaving {
  readonly exitCode: ExitCode;
  readonly text: () => string;
}

/** What to do when nobody reads any more; null where the command soon ends by itself, with its own exit code. */
let leaving: Leaving | null = null;

function leavesBy(given: Leaving): Disposable {
  leaving = given;
  return {
    [Symbol.dispose]() {
      leaving = null;
    },
  };
}

/**
 * For a command that shows what goes on without it: it leaves with 141, as for SIGPIPE.
 * @param text says what goes on, and how to come back to it
 */
export function sayWhenOutputCloses(text: () => string): Disposable {
  return leavesBy({
    exitCode: exitCodes.outputClosed,
    text: () => `Nobody reads the output any more.\n${text()}`,
  });
}

/** For a command that would print for ever: its reader has what it wanted. */
export function endWhenOutputCloses(): Disposable {
  return leavesBy({ exitCode: exitCodes.done, text: () => '' });
}

function leave(text: string, exitCode: ExitCode): never {
  if (text !== '') process.stderr.write(`${printableText(text)}\n`);
  process.exit(exitCode);
}

/** Called once, before anything is written. */
export function listenToOutput(): void {
  process.stdout.on('error', (cause: NodeJS.ErrnoException) => {
    if (cause.code === 'EPIPE') {
      if (leaving !== null) leave(leaving.text(), leaving.exitCode);
      return;
    }
    const reason = cause.code === 'ENOSPC' ? 'the disk is full' : (cause.code ?? cause.message);
    const message = `Standard output could not be written: ${reason}.`;
    const error = new EspalierError('machine.output-failed', message, { cause });
    const text = errorText(error, { width: widthOf(process.stderr) });
    leave([text, leaving?.text()].filter(Boolean).join('\n'), exitCodeOfKind(error.kind));
  });
  // There is nowhere left to say it, and the command's work does not depend on its remarks.
  process.stderr.on('error', () => undefined);
}
