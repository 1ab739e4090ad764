/** `node launch.js ENTRY ARGS…`: the process that `node ENTRY ARGS…` would be, started sooner, and smaller while it has nothing to do. */
import { pathToFileURL } from 'node:url';
import { findProgram } from './find-program.js';
import { restWhenIdle } from './rest.js';

process.argv.splice(1, 1);
restWhenIdle();
await import(pathToFileURL(findProgram(process.argv[1] ?? '')).href);
