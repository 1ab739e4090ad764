/** The search attributes that runs carry in Temporal, and how to see and register them on a server of any kind. */
import { EspalierError } from '@espalier/domain';
import type { Connection } from '@temporalio/client';

export const searchAttributes = {
  EspalierPipeline: 'Keyword',
  EspalierStatus: 'Keyword',
  EspalierStage: 'Keyword',
} as const;

/** `INDEXED_VALUE_TYPE_KEYWORD` in Temporal's interface. */
const keywordType = 2;

/** @returns the names that the server does not have, or has with another type. */
export async function missingSearchAttributes(
  connection: Connection,
  namespace: string,
): Promise<readonly string[]> {
  const { customAttributes } = await connection.operatorService.listSearchAttributes({ namespace });
  return Object.keys(searchAttributes).filter((name) => customAttributes?.[name] !== keywordType);
}

/** Registers what is missing. @throws EspalierError `stack.service-unreachable` if the server refuses. */
export async function registerSearchAttributes(connection: Connection, namespace: string): Promise<void> {
  const missing = await missingSearchAttributes(connection, namespace);
  if (missing.length === 0) return;
  try {
    await connection.operatorService.addSearchAttributes({
      namespace,
      searchAttributes: Object.fromEntries(missing.map((name) => [name, keywordType])),
    });
  } catch (cause) {
    throw new EspalierError(
      'stack.service-unreachable',
      `Temporal refused to register the search attributes ${missing.join(', ')} in namespace ${namespace}.`,
      { cause, details: { missing, namespace } },
    );
  }
}
