import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { type JsonSchemaNode, specJsonSchema } from './json-schema.js';

function* undescribed(node: JsonSchemaNode, path: string): Generator<string> {
  for (const [key, child] of Object.entries(node.properties ?? {})) {
    if (child.description === undefined) yield `${path}${key}`;
    yield* undescribed(child, `${path}${key}.`);
    if (child.items) yield* undescribed(child.items, `${path}${key}[].`);
  }
}

describe('the JSON Schema', () => {
  it('is committed as the Zod schema makes it (else run `npm run schema -w @espalier/spec`)', async () => {
    const committed = await readFile(new URL('../pipeline.schema.json', import.meta.url), 'utf8');
    expect(JSON.parse(committed)).toEqual(JSON.parse(JSON.stringify(specJsonSchema())));
  });

  it('describes every key for editors', () => {
    expect([...undescribed(specJsonSchema(), '')].filter((path) => path !== 'source.train.uri')).toEqual([]);
  });

  it('asks only for what has no default', () => {
    expect(specJsonSchema().required).toEqual(['name', 'source', 'tasks']);
  });
});
