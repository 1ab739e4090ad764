import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { specJsonSchema } from './json-schema.js';
import { withReference } from './pipeline-reference.js';

it('docs/pipeline-file.md lists every key as the schema has it (else run `npm run schema -w @espalier/spec`)', async () => {
  const committed = await readFile(new URL('../../../docs/pipeline-file.md', import.meta.url), 'utf8');
  expect(committed).toBe(withReference(committed, specJsonSchema()));
});

it('refuses a document without the marks', () => {
  expect(() => withReference('# Nothing', specJsonSchema())).toThrow(RangeError);
});
