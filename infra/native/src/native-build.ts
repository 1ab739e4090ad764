/**
 * Compiles a native part that is built here rather than fetched, whole or not at all.
 * What a part is built from, and the key of the result, are `addon-build.ts` and `loopback-bind-build.ts`.
 */
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { EspalierError } from '@espalier/domain';
import { inheritedEnvironment } from '@espalier/settings';
import type { BuiltPartName } from './part-table.js';

export interface NativeBuild {
  readonly name: BuiltPartName;
  /** The folder in the cache that holds this build; its name holds all that the bytes depend on. */
  readonly dir: string;
  /** The built file in `dir`, which is what `resolveNativePart` gives. */
  readonly path: string;
  /** Arguments for g++ that write the part to `outputPath`. */
  readonly compilerArguments: (outputPath: string) => readonly string[];
}

function runCompiler(args: readonly string[]): Promise<{ status: number | null; output: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn('g++', args, {
      stdio: ['ignore', 'ignore', 'pipe'],
      // Its errors are searched for below, in English.
      env: inheritedEnvironment({ LC_ALL: 'C' }),
    });
    let output = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
    child.once('error', reject);
    child.once('close', (status) => resolve({ status, output }));
  });
}

/** @throws EspalierError `native.build-failed`; the compiler's output stays in a file that the message names. */
export async function buildNativePart({ name, dir, path, compilerArguments }: NativeBuild): Promise<void> {
  mkdirSync(dirname(dir), { recursive: true });
  const staging = mkdtempSync(join(dirname(dir), '.staging-'));
  try {
    const { status, output } = await runCompiler(compilerArguments(join(staging, basename(path))));
    if (status !== 0) {
      const logPath = join(dirname(dir), `${name}-build.log`);
      writeFileSync(logPath, output);
      const reason =
        output.split('\n').find((line) => /error|cannot/i.test(line)) ?? `g++ ended with ${status}`;
      throw new EspalierError(
        'native.build-failed',
        `The native part ${name} did not compile: ${reason.trim()} (all of it: ${logPath})`,
        { details: { part: name, logPath } },
      );
    }
    renameSync(staging, dir);
  } finally {
    rmSync(staging, { recursive: true, force: true });
  }
}
