/** Whether this machine has what fetches, builds and runs Espalier. */
import { spawnSync } from 'node:child_process';
import { existsSync, statfsSync } from 'node:fs';
import { dirname } from 'node:path';
import { errorCatalogue } from '@espalier/domain';
import { findGpus, missingParts, neededParts } from '@espalier/native';
import type { Settings } from '@espalier/settings';
import { check, type DoctorCheck } from './doctor-check.js';

const enoughRoomBytes = 2e9;

function firstLineOf(command: string, args: readonly string[], otherwise: string): string {
  const { status, stdout } = spawnSync(command, args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(otherwise);
  return stdout.trim().split('\n')[0] ?? command;
}

function checkRoom(dir: string): string {
  let existing = dir;
  while (!existsSync(existing)) existing = dirname(existing);
  const { bavail, bsize } = statfsSync(existing);
  const freeBytes = bavail * bsize;
  const text = `${(freeBytes / 1e9).toFixed(1)} GB free in ${dir}`;
  if (freeBytes < enoughRoomBytes) throw new Error(`Only ${text}.`);
  return text;
}

function checkNativeParts(settings: Settings): string {
  const missing = missingParts(settings);
  if (missing.length > 0) throw new Error(`Not installed: ${missing.join(', ')}.`);
  return `${neededParts(settings).length} native parts (${settings.device})`;
}

async function checkGpus(settings: Settings): Promise<string> {
  const gpus = await findGpus(settings);
  return gpus
    .map(({ id, name, memoryBytes }) => `${id}: ${name}, ${Math.round(memoryBytes / 2 ** 30)} GiB`)
    .join('; ');
}

export function machineChecks(settings: Settings): Promise<readonly DoctorCheck[]> {
  const allInstalled = missingParts(settings).length === 0;
  /** The tools are needed once only, to bring the native parts. */
  const tool = (command: string, args: readonly string[], otherwise: string) =>
    allInstalled && spawnSync(command, args, { stdio: 'ignore' }).status !== 0
      ? 'not there, and not needed: all native parts are installed'
      : firstLineOf(command, args, otherwise);
  return Promise.all([
    // One that is not supported never comes here: every command begins with a look at it.
    check('node', 'Install a Node that is supported.', () => `Node ${process.versions.node}`),
    check('python3 and pip', 'apt-get install python3 python3-pip', () =>
      // `pip 25.1 from /a/path (python 3.13)`.
      firstLineOf(
        'python3',
        ['-m', 'pip', '--version'],
        'python3 with pip is not there; it fetches the native parts.',
      ).replace(/ from .* \(/, ' ('),
    ),
    check('g++', 'apt-get install g++', () =>
      tool('g++', ['--version'], 'g++ is not there; it builds the TensorFlow addon.'),
    ),
    check('room for the stack', 'Free some room, or set ESPALIER_HOME to a larger disk.', () =>
      checkRoom(settings.homeDir),
    ),
    check('room for the cache', 'Free some room, or set ESPALIER_CACHE_DIR to a larger disk.', () =>
      checkRoom(settings.cacheDir),
    ),
    check('native parts', 'npm run setup', () => checkNativeParts(settings)),
    ...(settings.device === 'gpu'
      ? [check('GPUs', errorCatalogue['native.no-gpu'].fix, () => checkGpus(settings))]
      : []),
  ]);
}
