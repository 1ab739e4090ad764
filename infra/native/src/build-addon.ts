/**
 * Compiles the tfjs-node addon from its own shipped sources against the TensorFlow that is installed.
 * What it is built from, and the key of the result, are `addon-build.ts`.
 */
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { EspalierError } from '@espalier/domain';
import type { AddonBuild } from './addon-build.js';

function runCompiler(args: readonly string[]): Promise<{ status: number | null; output: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn('g++', args, { stdio: ['ignore', 'ignore', 'pipe'] });
    let output = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
    child.once('error', reject);
    child.once('close', (status) => resolve({ status, output }));
  });
}

/** @throws EspalierError `native.build-failed`; the compiler's output stays in a file that the message names. */
export async function buildAddon(build: AddonBuild): Promise<void> {
  mkdirSync(dirname(build.dir), { recursive: true });
  const staging = mkdtempSync(join(dirname(build.dir), '.staging-'));
  try {
    const { status, output } = await runCompiler(build.compilerArguments(join(staging, 'tfjs_binding.node')));
    if (status !== 0) {
      const logPath = join(dirname(build.dir), 'addon-build.log');
      writeFileSync(logPath, output);
      const reason =
        output.split('\n').find((line) => /error|cannot/i.test(line)) ?? `g++ ended with ${status}`;
      throw new EspalierError(
        'native.build-failed',
        `The TensorFlow addon did not compile: ${reason.trim()} (all of it: ${logPath})`,
        { details: { logPath, tensorflowDir: build.tensorflowDir } },
      );
    }
    renameSync(staging, build.dir);
  } finally {
    rmSync(staging, { recursive: true, force: true });
  }
}
