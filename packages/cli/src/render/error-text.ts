/**
 * Responsible for an error as a person reads it: what happened, where, what to do; and as a program reads it.
 * Leaves to others: its exit code.
 */
import { type ErrorKind, EspalierError, errorCatalogue, type SerializedError } from '@espalier/domain';
import type { SpecIssue } from '@espalier/spec';
import { type Width, wrapped } from './fit-width.js';
import { issueLine } from './issue-line.js';
import { paint } from './paint.js';

export interface ErrorDocument {
  readonly error: SerializedError & { readonly kind: ErrorKind; readonly fix: string };
}

export function errorDocument(error: SerializedError): ErrorDocument {
  const { kind, fix } = errorCatalogue[error.code];
  return { error: { ...error, kind, fix } };
}

function isIssueList(value: unknown): value is readonly SpecIssue[] {
  return Array.isArray(value) && value.every((issue) => typeof issue?.message === 'string');
}

/** The mistakes that an error tells of, a line each. */
export function* detailLines(details: Readonly<Record<string, unknown>>): Generator<string> {
  const { issues, path } = details;
  if (isIssueList(issues)) {
    const file = typeof path === 'string' ? path : undefined;
    for (const issue of issues) yield `  ${issueLine(issue, file)}`;
  }
}

/** Causes, outermost first, each with its stack: for --verbose only. */
function stackText(error: unknown): string {
  const stacks: string[] = [];
  for (let cause: unknown = error; cause instanceof Error; cause = cause.cause)
    stacks.push(cause.stack ?? cause.message);
  return stacks.join('\nCaused by: ');
}

/** No stack trace unless `verbose`. */
export function errorText(
  error: EspalierError | SerializedError,
  options: { readonly verbose?: boolean; readonly width: Width },
): string {
  const lines = [
    `${paint.red('error')} ${error.message}`,
    ...detailLines(error.details),
    `${paint.bold('  fix')} ${errorCatalogue[error.code].fix}`,
    paint.dim(`      ${error.code}; more: espalier explain ${error.code}`),
  ];
  const text = lines.map((line) => wrapped(line, options.width, 2)).join('\n');
  const verbose = options.verbose === true && error instanceof EspalierError;
  return verbose ? `${text}\n${paint.dim(stackText(error))}` : text;
}
