import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);

/**
 * `node ...LAUNCHER PROGRAM ARGS…` starts a program of this project sooner than `node PROGRAM ARGS…`. It gives memory back by itself, once, in
 * place of V8's reducer of memory, which can't be turned off later.
 */
export const launcher: readonly string[] = [
  '--no-memory-reducer',
  require.resolve('@espalier/programs/launch'),
];
