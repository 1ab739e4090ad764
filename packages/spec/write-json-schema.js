/**
 * Responsible for what is committed of the schema: pipeline.schema.json and the tables of docs/pipeline-file.md.
 * Run `npm run schema -w @espalier/spec` after a change. Leaves to others: what the schema says.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { specJsonSchema } from './dist/json-schema.js';
import { withReference } from './dist/pipeline-reference.js';

const schema = specJsonSchema();
writeFileSync(new URL('pipeline.schema.json', import.meta.url), `${JSON.stringify(schema, null, 2)}\n`);

const reference = new URL('../../docs/pipeline-file.md', import.meta.url);
writeFileSync(reference, withReference(readFileSync(reference, 'utf8'), schema));
