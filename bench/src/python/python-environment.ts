/**
 * Brings the Python packages that benchmarks compare with into a folder of their own in the user's cache, once.
 * What is run there is `python-child.ts` and the scripts in `bench/python`.
 */
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { EspalierError } from '@espalier/domain';
import { withHostLock } from '@espalier/native';
import { inheritedEnvironment, loadSettings } from '@espalier/settings';
import { say } from '../report/say.js';

const run = promisify(execFile);
const executable = 'python3';
const lockTimeoutMs = 1_800_000;
/** The minor versions of Python 3 that the pinned packages have wheels for. */
const [oldestMinor, newestMinor] = [10, 13];

export interface PythonEnvironment {
  readonly executable: string;
  readonly variables: NodeJS.ProcessEnv;
}

/** The path of a script in `bench/python`. */
export function pythonScript(name: string): string {
  return fileURLToPath(new URL(`../../python/${name}`, import.meta.url));
}

async function minorVersion(): Promise<number> {
  let version: string;
  try {
    const script = 'import sys; print(sys.version_info.major, sys.version_info.minor)';
    version = (await run(executable, ['-c', script])).stdout;
    await run(executable, ['-m', 'pip', '--version']);
  } catch (cause) {
    throw new EspalierError(
      'native.python-missing',
      'This benchmark compares with Python: it needs python3 and its pip, and one of them is not there.',
      { cause },
    );
  }
  const [major, minor] = version.trim().split(' ').map(Number);
  if (major === 3 && minor !== undefined && minor >= oldestMinor && minor <= newestMinor) return minor;
  throw new EspalierError(
    'native.python-unsupported',
    `python3 is version ${version.trim().replace(' ', '.')}; TensorFlow's packages exist for 3.${oldestMinor} to 3.${newestMinor}.`,
  );
}

async function install(dir: string, requirementsPath: string): Promise<void> {
  say('fetching the Python packages that are compared with (once, about 0.6 GB)');
  const staging = await mkdtemp(`${dir}-staging-`);
  try {
    const target = join(staging, 'packages');
    const options = ['--no-deps', '--require-hashes', '--only-binary', ':all:', '--no-input', '--quiet'];
    await run(
      executable,
      ['-m', 'pip', 'install', ...options, '--target', target, '--requirement', requirementsPath],
      {
        // pip unpacks where TMPDIR says.
        env: inheritedEnvironment({ TMPDIR: staging, PIP_USER: '0', PIP_DISABLE_PIP_VERSION_CHECK: '1' }),
        maxBuffer: 2 ** 24,
      },
    );
    await rename(target, dir);
  } catch (cause) {
    const lines = String((cause as { stderr?: string }).stderr ?? cause).split('\n');
    const reason = lines.filter((line) => line.startsWith('ERROR:')).at(-1) ?? lines[0];
    throw new EspalierError(
      'native.fetch-failed',
      `Fetching the benchmarks' Python packages failed: ${reason}`,
      { cause },
    );
  } finally {
    await rm(staging, { recursive: true, force: true });
  }
}

/**
 * The machine's own python3 with the pinned packages, fetched at the first call on a machine.
 * @throws EspalierError `native.python-missing`, `native.python-unsupported` or `native.fetch-failed`
 */
export async function openPythonEnvironment(): Promise<PythonEnvironment> {
  const minor = await minorVersion();
  const requirementsPath = pythonScript('requirements.txt');
  const digest = createHash('sha256')
    .update(await readFile(requirementsPath))
    .digest('hex')
    .slice(0, 12);
  const cacheDir = join(loadSettings().cacheDir, 'bench');
  const dir = join(cacheDir, `python-3.${minor}-${digest}`);
  await mkdir(cacheDir, { recursive: true });
  if (!existsSync(dir)) {
    const done = await withHostLock(cacheDir, 'python', { timeoutMs: lockTimeoutMs }, async () => {
      if (!existsSync(dir)) await install(dir, requirementsPath);
    });
    if (done === null) {
      throw new EspalierError(
        'native.install-busy',
        'Another fetch of the Python packages has gone on for half an hour.',
      );
    }
  }
  return {
    executable,
    variables: inheritedEnvironment({
      PYTHONPATH: dir,
      PYTHONNOUSERSITE: '1',
      PYTHONDONTWRITEBYTECODE: '1',
      TF_CPP_MIN_LOG_LEVEL: '2',
    }),
  };
}
