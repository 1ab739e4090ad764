/**
 * Responsible for which keys the schema knows at a place of the pipeline, and where a misplaced key belongs.
 * Leaves to others: telling that a key is unknown (Zod).
 */
import { formatPath } from './issue-path.js';
import { type JsonSchemaNode, keysAt, specJsonSchema } from './json-schema.js';
import { nearestName } from './nearest-name.js';

function nodeAt(path: readonly PropertyKey[]): JsonSchemaNode | undefined {
  let node: JsonSchemaNode | undefined = specJsonSchema();
  for (const segment of path) {
    node = typeof segment === 'number' ? node?.items : keysAt(node)[String(segment)];
  }
  return node;
}

function* allKeyPaths(node: JsonSchemaNode, path: readonly PropertyKey[] = []): Generator<PropertyKey[]> {
  for (const [key, child] of Object.entries(keysAt(node))) {
    yield [...path, key];
    yield* allKeyPaths(child, [...path, key]);
  }
}

/** The key that was probably meant: a near name beside it, else the same name elsewhere (`training.batchSize`). */
export function suggestKey(parent: readonly PropertyKey[], key: string): string | null {
  const beside = nearestName(key, Object.keys(keysAt(nodeAt(parent))));
  if (beside !== null) return beside;
  const elsewhere = [...allKeyPaths(specJsonSchema())].filter((path) => path.at(-1) === key);
  const [only] = elsewhere;
  return elsewhere.length === 1 && only ? formatPath(only) : null;
}
