import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);

/** `node LAUNCHER PROGRAM ARGS…` starts a program of this project sooner than `node PROGRAM ARGS…`. */
export const launcher = require.resolve('@espalier/programs/launch');
