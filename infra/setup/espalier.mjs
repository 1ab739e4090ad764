#!/usr/bin/env node
/**
 * The command line in a clone, under a Node that is known to be supported: sets up once, then hands over to it.
 * It may be executed by itself: npx keeps links to it from when the root package named it.
 */
import { existsSync } from 'node:fs';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { SetUpError, say } from './say.mjs';
import { setUp } from './set-up.mjs';

const entry = new URL('../../packages/cli/dist/main.js', import.meta.url);
const programs = new URL('../programs/dist/find-program.js', import.meta.url);
const callerDir = process.cwd();

try {
  if (!existsSync(entry) || !existsSync(programs)) await setUp();
  process.chdir(callerDir);
  const { findProgram } = await import(programs.href);
  await import(pathToFileURL(findProgram(fileURLToPath(entry))).href);
} catch (error) {
  if (!(error instanceof SetUpError)) throw error;
  say(`espalier: ${error.message}`);
  process.exitCode = 3;
}
