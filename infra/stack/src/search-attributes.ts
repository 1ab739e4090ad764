/** How to see and register the search attributes that runs carry, on a Temporal of any kind. */
import {
  keywordType,
  missingSearchAttributes,
  type NamespacePlace,
  searchAttributeConflict,
  searchAttributesLacking,
} from '@espalier/domain';
import { type Connection, isGrpcServiceError } from '@temporalio/client';

/** @returns the names that the namespace lacks. @throws EspalierError `stack.search-attribute-type` */
async function lackingAttributes(connection: Connection, place: NamespacePlace): Promise<readonly string[]> {
  const { namespace } = place;
  const { customAttributes } = await connection.operatorService.listSearchAttributes({ namespace });
  const conflict = searchAttributeConflict(customAttributes, place);
  if (conflict !== null) throw conflict;
  return missingSearchAttributes(customAttributes);
}

/** @throws EspalierError `stack.search-attribute-type`, `stack.search-attribute-missing` */
export async function requireSearchAttributes(connection: Connection, place: NamespacePlace): Promise<void> {
  const missing = await lackingAttributes(connection, place);
  if (missing.length > 0) throw searchAttributesLacking(missing, place);
}

/**
 * Registers what is missing.
 * @throws EspalierError `stack.search-attribute-type`, `stack.search-attribute-limit`, `stack.search-attribute-missing`
 */
export async function registerSearchAttributes(connection: Connection, place: NamespacePlace): Promise<void> {
  const missing = await lackingAttributes(connection, place);
  if (missing.length === 0) return;
  const { namespace } = place;
  try {
    const wanted = Object.fromEntries(missing.map((name) => [name, keywordType]));
    await connection.operatorService.addSearchAttributes({ namespace, searchAttributes: wanted });
  } catch (error) {
    if (!isGrpcServiceError(error)) throw error;
    throw searchAttributesLacking(missing, place, error.details);
  }
}
