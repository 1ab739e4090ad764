/**
 * Responsible for the committed pipeline.schema.json: run `npm run schema -w @espalier/spec` after a change of the schema.
 * Leaves to others: what the schema says.
 */
import { writeFileSync } from 'node:fs';
import { specJsonSchema } from './dist/index.js';

const target = new URL('pipeline.schema.json', import.meta.url);
writeFileSync(target, `${JSON.stringify(specJsonSchema(), null, 2)}\n`);
