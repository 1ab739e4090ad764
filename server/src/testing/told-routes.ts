/** Responsible for the routes that a server's own document tells of, for tests that ask each of them. */
import type { BuiltServer } from '../build-server.js';

export interface Route {
  readonly method: string;
  readonly path: string;
  readonly role: string;
  readonly hasBody: boolean;
  readonly statuses: readonly string[];
}

/** Every route, as the document tells it, with something in place of its parameters. */
export function toldRoutes(app: BuiltServer['app']): Route[] {
  const { paths = {} } = app.swagger() as unknown as {
    paths?: Record<string, Record<string, Operation>>;
  };
  return Object.entries(paths).flatMap(([template, ofPath]) =>
    Object.entries(ofPath).map(([method, operation]) => ({
      method: method.toUpperCase(),
      path: template
        .replace('{runId}', 'none-20260101-000000-aaaa')
        .replace('{tokenId}', 'tok_000000000000')
        .replace('{backfillId}', 'none-backfill-20260101-000000-aaaa')
        .replace('{bulkId}', 'cancel-20260101-000000-aaaa')
        .replace('{partition}', '2026-01-01')
        .replace('{bulkRetryId}', 'retry-20260101-000000-aaaa')
        .replace('{which}', '1')
        .replace('{name}', 'none'),
      role: operation['x-role'],
      hasBody: operation.requestBody !== undefined,
      statuses: Object.keys(operation.responses),
    })),
  );
}

interface Operation {
  readonly 'x-role': string;
  readonly requestBody?: unknown;
  readonly responses: Readonly<Record<string, unknown>>;
}
