/** `node launch.js ENTRY ARGS…`: the process that `node ENTRY ARGS…` would be, started sooner. */
import { pathToFileURL } from 'node:url';
import { findProgram } from './find-program.js';

process.argv.splice(1, 1);
await import(pathToFileURL(findProgram(process.argv[1] ?? '')).href);
