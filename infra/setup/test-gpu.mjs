/**
 * `npm run test:gpu [-- --json]`: on a machine with a GPU sets up what is due for both devices, then tests training on it;
 * on others says that there is none. With `--rehearse` the CPU stands in for the GPU.
 */
import { existsSync } from 'node:fs';
import { runCommand } from './run-command.mjs';
import { SetUpError, say } from './say.mjs';
import { inRepository, setUp } from './set-up.mjs';

const rehearse = process.argv.includes('--rehearse');

/** Asked before anything is fetched; whether CUDA can use the GPU is asked of its driver later. */
function hasGpu() {
  // The second one is the first one's place under WSL.
  return existsSync('/dev/nvidia0') || existsSync('/dev/dxg');
}

try {
  if (!rehearse && !hasGpu()) {
    const message = 'There is no GPU on this machine (no /dev/nvidia0), so training on one was not tested.';
    process.stdout.write(
      process.argv.includes('--json') ? `${JSON.stringify({ skipped: message })}\n` : `${message}\n`,
    );
  } else {
    // One library serves both sides: the GPU's variant also computes on CPUs.
    if (!rehearse) process.env.ESPALIER_DEVICE = 'gpu';
    await setUp();
    process.exitCode = await runCommand(process.execPath, [
      inRepository('bench/dist/gpu/main.js'),
      ...process.argv.slice(2),
    ]);
  }
} catch (error) {
  if (!(error instanceof SetUpError)) throw error;
  say(`test:gpu: ${error.message}`);
  process.exitCode = 3;
}
