'use strict';

const { existsSync } = require('node:fs');
const { join } = require('node:path');
const { pathToFileURL } = require('node:url');

const entry = join(__dirname, '..', 'dist', 'main.js');
const programs = join(__dirname, '../../../infra/programs/dist/find-program.js');
if (existsSync(entry) && existsSync(programs)) {
  import(pathToFileURL(programs).href).then(({ findProgram }) => {
    const program = findProgram(entry);
    // A bundle needs no look for what it exports, as an import of it takes.
    return program.endsWith('.cjs') ? require(program) : import(pathToFileURL(program).href);
  });
} else {
  console.error('espalier: this checkout is not built yet. Run: npm run setup');
  process.exitCode = 3;
}
