/**
 * Responsible for `espalier explain CODE`: what an error means and what to do; without a code, all of them.
 * Leaves to others: declaring errors (domain).
 */
import { EspalierError, errorCatalogue, isErrorCode } from '@espalier/domain';
import { nearestName } from '@espalier/spec';
import type { CommandContext } from '../command-context.js';
import { type ExitCode, exitCodeOfKind, exitCodes } from '../exit-codes.js';
import { wrapped } from '../render/fit-width.js';
import { paint } from '../render/paint.js';

const actors = {
  user: 'you: the request or the data has to change',
  infra: 'whoever runs the services and machines',
  platform: "Espalier's maintainers",
} as const;

function explanation(code: string) {
  if (!isErrorCode(code)) {
    const near = nearestName(code, Object.keys(errorCatalogue));
    const meant = near === null ? '`espalier explain` lists all' : `did you mean ${near}?`;
    throw new EspalierError(
      'request.invalid',
      `There is no error code ${JSON.stringify(code)}; ${meant}.`.replace('?.', '?'),
      {
        details: { code, ...(near === null ? {} : { suggestion: near }) },
      },
    );
  }
  const { kind, retryable, meaning, fix } = errorCatalogue[code];
  return { code, meaning, fix, kind, retryable, exitCode: exitCodeOfKind(kind) };
}

export async function execute({ output }: CommandContext, code: string | undefined): Promise<ExitCode> {
  if (code === undefined) {
    const errors = Object.keys(errorCatalogue).sort().map(explanation);
    const width = Math.max(...errors.map((error) => error.code.length));
    output.print(
      errors
        .map((error) => `${paint.bold(error.code.padEnd(width))}  ${error.meaning}`)
        .map((line) => wrapped(line, output.width, 4))
        .join('\n'),
    );
    output.emit({ errors });
    return exitCodes.done;
  }
  const found = explanation(code);
  const lines = [
    `  fix        ${found.fix}`,
    `  who acts   ${actors[found.kind]}`,
    `  retried    ${found.retryable ? 'yes, by itself' : 'no'}`,
    `  exit code  ${found.exitCode} (1 when it made a run fail that was waited for)`,
  ];
  output.print(wrapped(`${paint.bold(found.code)}: ${found.meaning}\n`, output.width));
  // Below the words, not below the label.
  output.print(lines.map((line) => wrapped(line, output.width, 11)).join('\n'));
  output.emit(found);
  return exitCodes.done;
}
