/**
 * Responsible for what the server says when it can't: problem documents (RFC 9457) with Espalier's codes.
 * Leaves to others: sending them (answer-problems.ts).
 */
import { type ErrorCode, type ErrorKind, EspalierError, errorCatalogue } from '@espalier/domain';
import { z } from 'zod';

export const problemType = 'application/problem+json';

export const problemSchema = z
  .object({
    type: z.string().describe('`urn:espalier:error:` and the code.'),
    title: z.string().describe('What the code means.'),
    status: z.int(),
    code: z.string().describe("Espalier's code; `espalier explain CODE` tells more."),
    detail: z.string().describe('What happened, in one sentence.'),
    fix: z.string().describe('What to do about it.'),
    retryable: z.boolean().describe('Whether the same request may be answered later.'),
    instance: z.string().describe("The request's ID in the server's log."),
    issues: z
      .array(z.object({ path: z.string(), message: z.string(), line: z.int().optional() }))
      .optional()
      .describe('Every mistake, with its place.'),
  })
  .meta({ id: 'Problem' });
export type Problem = z.infer<typeof problemSchema>;

const statusOfKind: Readonly<Record<ErrorKind, number>> = { user: 422, infra: 503, platform: 500 };

const statusOfCode: Partial<Record<ErrorCode, number>> = {
  'access.token-missing': 401,
  'access.token-refused': 401,
  'access.session-ended': 401,
  'access.code-refused': 401,
  'access.role': 403,
  'access.team': 403,
  'access.foreign-origin': 403,
  'access.throttled': 429,
  'access.token-unknown': 404,
  'access.own-token': 409,
  'server.no-route': 404,
  'server.method': 405,
  'server.too-large': 413,
  'server.media-type': 415,
  'server.malformed': 400,
  'request.invalid': 400,
  'registry.unknown-pipeline': 404,
  'registry.unknown-model': 404,
  'registry.unknown-version': 404,
  'registry.no-quota': 404,
  'registry.bad-quota': 400,
  'registry.already-champion': 409,
  'registry.already-decided': 409,
  'registry.champion-moved': 409,
  'registry.gate-failed': 409,
  'registry.is-champion': 409,
  'registry.no-previous': 409,
  'registry.rejected-version': 409,
  'workflow.run-not-found': 404,
  'workflow.unknown-schedule': 404,
  'workflow.schedule-exists': 409,
  'workflow.unknown-backfill': 404,
  'workflow.unknown-bulk': 404,
  'workflow.unknown-bulk-retry': 404,
  'workflow.bulk-too-many': 409,
  'workflow.backfill-goes-on': 409,
  'workflow.artifact-not-found': 404,
  'workflow.run-exists': 409,
  'workflow.key-reused': 409,
  'workflow.not-retryable': 409,
};

function statusOf(code: ErrorCode): number {
  return statusOfCode[code] ?? statusOfKind[errorCatalogue[code].kind];
}

/** @param requestId by which the server's log knows the request */
export function problemOf(thrown: unknown, requestId: string): Problem {
  const error = toEspalierError(thrown);
  const { meaning } = errorCatalogue[error.code];
  const issues = issuesOf(error);
  return {
    type: `urn:espalier:error:${error.code}`,
    title: meaning,
    status: statusOf(error.code),
    code: error.code,
    detail: error.message,
    fix: error.fix,
    retryable: error.retryable,
    instance: requestId,
    ...(issues.length === 0 ? {} : { issues }),
  };
}

/** Of what Fastify throws; of all else only the log tells, since nobody knows what stands in its message. */
function toEspalierError(thrown: unknown): EspalierError {
  if (thrown instanceof EspalierError) return thrown;
  const { code, statusCode, validation, validationContext } = (thrown ?? {}) as Partial<FastifyFailure>;
  if (validation !== undefined) {
    const place = validationContext === 'querystring' ? 'query' : (validationContext ?? 'request');
    const issues = validation.map(({ instancePath = '', message = '' }) => ({
      path: `${place}${instancePath === '/' ? '' : instancePath}`,
      message,
    }));
    const count = issues.length === 1 ? 'a mistake' : `${issues.length} mistakes`;
    return new EspalierError('server.malformed', `The request has ${count}.`, { details: { issues } });
  }
  switch (statusCode) {
    case 413:
      return new EspalierError('server.too-large', 'The body is larger than the server takes.');
    case 415:
      return new EspalierError(
        'server.media-type',
        'The body has a media type that the server does not read.',
      );
    default:
      if (statusCode === undefined || statusCode < 400 || statusCode >= 500) return unexpected(thrown);
      return new EspalierError(
        'server.malformed',
        `The request can't be read (${code ?? 'its body is not JSON'}).`,
      );
  }
}

interface FastifyFailure {
  readonly code: string;
  readonly statusCode: number;
  readonly validation: readonly { readonly instancePath?: string; readonly message?: string }[];
  readonly validationContext: string;
}

function unexpected(cause: unknown): EspalierError {
  return new EspalierError(
    'workflow.unexpected',
    'The server met a fault of its own; its log tells of the request.',
    {
      cause,
    },
  );
}

const issueSchema = z.object({
  path: z.string(),
  message: z.string(),
  line: z.int().optional(),
});

function issuesOf({ details }: EspalierError): NonNullable<Problem['issues']> {
  return z.array(issueSchema).catch([]).parse(details.issues);
}
