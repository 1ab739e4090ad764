/**
 * Writes generated/api.d.ts, the types of the API, from the server's own OpenAPI document. `--check` writes nothing, and ends with 1 where
 * the file is another than would be written. Needs the server compiled, and none that runs.
 */
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import openapiTs, { astToString } from 'openapi-typescript';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const file = here('generated/api.d.ts');

const document = JSON.parse(
  execFileSync(process.execPath, [here('../server/dist/document-main.js')], {
    maxBuffer: 64 << 20,
  }).toString(),
);
const note =
  '/** Written by `npm run schema -w @espalier/web` from the OpenAPI document of the server; not by hand. */\n';
const text = note + astToString(await openapiTs(document));
if (!process.argv.includes('--check')) writeFileSync(file, text);
else if (readFileSync(file, 'utf8') !== text) {
  process.stderr.write(
    'generated/api.d.ts is not of the API as it is: `npm run schema -w @espalier/web` writes it anew.\n',
  );
  process.exitCode = 1;
}
