/**
 * Responsible for the search attributes that runs carry in Temporal, and what is wrong with those that a namespace has.
 * Leaves to others: asking the server, and registering them.
 */
import { EspalierError } from './errors/espalier-error.js';

export const searchAttributes = {
  EspalierPipeline: 'Keyword',
  EspalierStatus: 'Keyword',
  EspalierStage: 'Keyword',
  EspalierRetryOf: 'Keyword',
  EspalierTrigger: 'Keyword',
} as const;

/** Temporal's names of its types, by the numbers of its interface. */
const typeNames = ['no type', 'Text', 'Keyword', 'Int', 'Double', 'Bool', 'Datetime', 'KeywordList'] as const;
export const keywordType = typeNames.indexOf('Keyword');

/** A namespace of a server, for people. */
export interface NamespacePlace {
  readonly address: string;
  readonly namespace: string;
}

/** @param registered names and types, as `ListSearchAttributes` gives them */
export function missingSearchAttributes(
  registered: Readonly<Record<string, unknown>> | null | undefined,
): readonly string[] {
  return Object.keys(searchAttributes).filter((name) => registered?.[name] === undefined);
}

/** The error for attributes that are there with another type, or null. Registering them again would change nothing. */
export function searchAttributeConflict(
  registered: Readonly<Record<string, unknown>> | null | undefined,
  { address, namespace }: NamespacePlace,
): EspalierError | null {
  const others = Object.entries(searchAttributes).flatMap(([name, wanted]) => {
    const type = registered?.[name];
    if (type === undefined || type === keywordType) return [];
    return [{ name, type: typeNames[Number(type)] ?? String(type), wanted }];
  });
  if (others.length === 0) return null;
  const told = others
    .map(({ name, type, wanted }) => `${name} is ${type} and has to be ${wanted}`)
    .join(', ');
  return new EspalierError(
    'stack.search-attribute-type',
    `Search attributes in namespace ${namespace} of Temporal at ${address} have other types: ${told}.`,
    { details: { address, namespace, others } },
  );
}

/** The error for attributes that are not there, with the server's own reason where it refused to register them. */
export function searchAttributesLacking(
  missing: readonly string[],
  { address, namespace }: NamespacePlace,
  reason: string | null = null,
): EspalierError {
  const full = reason !== null && /cannot have more than|limit|quota|exceed/i.test(reason);
  const names = missing.map((name) => `${name} (${searchAttributes[name as keyof typeof searchAttributes]})`);
  const why = reason === null ? '' : `: ${reason.replace(/\.$/, '')}`;
  const verb = reason === null ? 'are not registered' : full ? 'find no room' : 'could not be registered';
  return new EspalierError(
    full ? 'stack.search-attribute-limit' : 'stack.search-attribute-missing',
    `The search attributes ${names.join(', ')} ${verb} in namespace ${namespace} of Temporal at ${address}${why}.`,
    { details: { address, namespace, missing } },
  );
}
