/**
 * Fetches one part with pip into a staging folder and renames it into place when it is whole.
 * Which part is due, and in what order, is `install-native-parts.ts`.
 */
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { EspalierError } from '@espalier/domain';
import { inheritedEnvironment } from '@espalier/settings';
import type { FetchedPart } from './part-table.js';

/** The parts are files, not Python code: the same wheel serves whatever Python runs pip. */
const wheelTarget = [
  ...['manylinux_2_28', 'manylinux_2_27', 'manylinux_2_17', 'manylinux2014', 'manylinux1', 'linux'].flatMap(
    (platform) => ['--platform', `${platform}_x86_64`],
  ),
  ...['--python-version', '3.11', '--implementation', 'cp'],
  ...['cp311', 'abi3', 'none'].flatMap((abi) => ['--abi', abi]),
];

function wheelBytesIn(dir: string): number {
  let bytes = 0;
  try {
    for (const entry of readdirSync(dir, { recursive: true, withFileTypes: true })) {
      if (entry.isFile() && entry.name.endsWith('.whl'))
        bytes += statSync(join(entry.parentPath, entry.name)).size;
    }
  } catch {
    // pip moves its files while they are counted; the next look counts them again.
  }
  return bytes;
}

/** One sentence out of pip's output: its last error line, without what it would say about every other index. */
function pipReason(output: string): string {
  if (/No module named pip/.test(output)) return 'python3 has no pip';
  if (/No space left on device|ENOSPC/.test(output)) return 'no space left on device';
  if (/DO NOT MATCH THE HASHES/i.test(output))
    return 'the file fetched is not the one that is pinned (its hash differs)';
  const lines = output.split('\n').filter((line) => line.startsWith('ERROR:'));
  return (lines.at(-1) ?? output.trim().split('\n').at(-1) ?? 'no output').replace(/^ERROR:\s*/, '');
}

/** Of pip's own variables those that say where and how to fetch; the rest say where to install, which is decided here. */
const fetchVariables =
  /^PIP_(INDEX_URL|EXTRA_INDEX_URL|NO_INDEX|FIND_LINKS|TRUSTED_HOST|CERT|CLIENT_CERT|PROXY|(DEFAULT_)?TIMEOUT|RETRIES|KEYRING_PROVIDER|CONFIG_FILE)$/;

/** What pip is run with: a target of its own is no environment that an account's rules for environments are about. */
function pipEnvironment(temporaryDir: string): NodeJS.ProcessEnv {
  const inherited = Object.entries(inheritedEnvironment()).filter(
    ([name]) => !name.startsWith('PIP_') || fetchVariables.test(name),
  );
  return {
    ...Object.fromEntries(inherited),
    // pip unpacks where TMPDIR says: beside the cache, whose free room was checked.
    TMPDIR: temporaryDir,
    // A configuration file may say otherwise; the environment comes before it.
    PIP_REQUIRE_VIRTUALENV: '0',
    PIP_USER: '0',
    PIP_DRY_RUN: '0',
    PIP_DISABLE_PIP_VERSION_CHECK: '1',
  };
}

function runPip(
  args: readonly string[],
  temporaryDir: string,
): Promise<{ status: number | null; output: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn('python3', ['-m', 'pip', ...args], {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: pipEnvironment(temporaryDir),
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => {
        output += text;
      });
    }
    child.once('error', reject);
    child.once('close', (status) => resolve({ status, output }));
  });
}

/**
 * @param onBytes told about once a second how many bytes of packages have arrived.
 * @throws EspalierError `native.fetch-failed`, `native.python-missing` or `native.disk-full`.
 */
export async function fetchPart(part: FetchedPart, onBytes: (receivedBytes: number) => void): Promise<void> {
  mkdirSync(dirname(part.dir), { recursive: true });
  const staging = mkdtempSync(join(dirname(part.dir), '.staging-'));
  const timer = setInterval(() => onBytes(wheelBytesIn(join(staging, 'tmp'))), 1000);
  try {
    const target = join(staging, 'part');
    mkdirSync(join(staging, 'tmp'));
    const requirementsPath = join(staging, 'requirements.txt');
    writeFileSync(requirementsPath, `${part.requirements.map((each) => each.text).join('\n')}\n`);
    const { status, output } = await runPip(
      [
        'install',
        '--target',
        target,
        '--requirement',
        requirementsPath,
        '--no-deps',
        '--only-binary',
        ':all:',
      ]
        .concat(['--require-hashes', '--no-compile', '--no-cache-dir', '--no-input', '--progress-bar', 'off'])
        .concat(wheelTarget),
      join(staging, 'tmp'),
    );
    if (status !== 0) throw fetchError(part, pipReason(output));
    for (const folder of part.unused) rmSync(join(target, folder), { recursive: true, force: true });
    renameSync(target, part.dir);
  } finally {
    clearInterval(timer);
    rmSync(staging, { recursive: true, force: true });
  }
}

function fetchError(part: FetchedPart, reason: string): EspalierError {
  const details = {
    part: part.name,
    packages: part.requirements.map((each) => `${each.name} ${each.version}`),
  };
  if (reason === 'python3 has no pip') {
    return new EspalierError('native.python-missing', 'python3 is there, but it has no pip.', { details });
  }
  if (reason === 'no space left on device') {
    return new EspalierError('native.disk-full', `The disk filled up while ${part.name} was fetched.`, {
      details,
    });
  }
  return new EspalierError('native.fetch-failed', `Fetching ${part.name} failed: ${reason}`, { details });
}
