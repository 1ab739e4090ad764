import { fileURLToPath } from 'node:url';

/** `node LAUNCHER PROGRAM ARGS…` starts a program of this project sooner than `node PROGRAM ARGS…`. */
export const launcher = fileURLToPath(import.meta.resolve('@espalier/programs/launch'));
