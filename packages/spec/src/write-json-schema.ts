/**
 * Responsible for the committed pipeline.schema.json; run after a change of the schema: `npm run schema -w @espalier/spec`.
 * Leaves to others: what the schema says.
 */
import { writeFileSync } from 'node:fs';
import { specJsonSchema } from './json-schema.js';

const target = new URL('../pipeline.schema.json', import.meta.url);
writeFileSync(target, `${JSON.stringify(specJsonSchema(), null, 2)}\n`);
