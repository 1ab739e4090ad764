/**
 * Responsible for who sees what: results on standard output (one JSON document with --json), all else on standard error.
 * Leaves to others: what the texts say.
 */

import { type Width, widthOf, wrapped } from './render/fit-width.js';
import { printableText } from './render/printable.js';

export interface Output {
  readonly json: boolean;
  /** The result for a person, its words wrapped where they are wider than the terminal; silent with --json. */
  print(text: string): void;
  /** The result for a program; silent without --json. Called once by a command. */
  emit(document: unknown): void;
  /** A remark beside the result, on standard error; silent with --json. */
  note(text: string): void;
  /** Columns of the terminal that the result goes to; null where it goes to a file or pipe. */
  readonly width: Width;
  /** Where progress goes: standard output belongs to the document with --json. */
  readonly progressStream: NodeJS.WriteStream;
}

export function createOutput(json: boolean): Output {
  return {
    json,
    print(text) {
      if (!json) process.stdout.write(`${wrapped(printableText(text), widthOf(process.stdout), 2)}\n`);
    },
    emit(document) {
      if (json) process.stdout.write(`${JSON.stringify(document, null, 2)}\n`);
    },
    note(text) {
      if (!json) process.stderr.write(`${wrapped(printableText(text), widthOf(process.stderr), 2)}\n`);
    },
    width: widthOf(process.stdout),
    progressStream: json ? process.stderr : process.stdout,
  };
}
