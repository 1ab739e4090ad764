'use strict';

const { existsSync } = require('node:fs');
const { join } = require('node:path');
const { pathToFileURL } = require('node:url');

const entry = join(__dirname, '..', 'dist', 'main.js');
if (existsSync(entry)) {
  import(pathToFileURL(entry).href);
} else {
  console.error('espalier: this checkout is not built yet. Run: npm run setup');
  process.exitCode = 3;
}
