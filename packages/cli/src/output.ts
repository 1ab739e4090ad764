/**
 * Responsible for who sees what: results on standard output (one JSON document with --json), all else on standard error.
 * Leaves to others: what the texts say.
 */

export interface Output {
  readonly json: boolean;
  /** The result for a person; silent with --json. */
  print(text: string): void;
  /** The result for a program; silent without --json. Called once by a command. */
  emit(document: unknown): void;
  /** A remark beside the result, on standard error; silent with --json. */
  note(text: string): void;
  /** Where progress goes: standard output belongs to the document with --json. */
  readonly progressStream: NodeJS.WriteStream;
}

export function createOutput(json: boolean): Output {
  return {
    json,
    print(text) {
      if (!json) process.stdout.write(`${text}\n`);
    },
    emit(document) {
      if (json) process.stdout.write(`${JSON.stringify(document, null, 2)}\n`);
    },
    note(text) {
      if (!json) process.stderr.write(`${text}\n`);
    },
    progressStream: json ? process.stderr : process.stdout,
  };
}
