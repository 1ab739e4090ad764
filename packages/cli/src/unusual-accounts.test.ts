/** Accounts and outputs that are not as usual: each command works there, or ends with one sentence that helps. */
import { spawnSync } from 'node:child_process';
import { chmodSync, closeSync, mkdirSync, mkdtempSync, openSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { inheritedEnvironment } from '@espalier/settings';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';

const bin = fileURLToPath(new URL('../bin/espalier.js', import.meta.url));
const isRoot = process.getuid?.() === 0;
/** A number that no passwd file has. */
const nobodysId = 54_321;

let dir: string;

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'espalier-account-'));
  chmodSync(dir, 0o777);
});

afterEach(() => rmSync(dir, { recursive: true, force: true }));

interface Account {
  readonly env?: Readonly<Record<string, string>>;
  readonly uid?: number;
  readonly stdout?: number;
}

function espalier(args: readonly string[], { env, uid, stdout }: Account = {}) {
  const { HOME: _, ...inherited } = inheritedEnvironment({ ESPALIER_HOME: join(dir, 'home'), NO_COLOR: '1' });
  return spawnSync(process.execPath, [bin, ...args], {
    cwd: dir,
    env: { ...inherited, ...env },
    encoding: 'utf8',
    stdio: ['ignore', stdout ?? 'pipe', 'pipe'],
    ...(uid === undefined ? {} : { uid, gid: uid }),
  });
}

describe.runIf(isRoot)('an account without HOME and without a passwd entry', () => {
  test.each([[['status']], [['explain']], [['logs', 'a-run']]])('%j', (args) => {
    const { status, stderr } = espalier(args, { uid: nobodysId });
    expect(stderr).not.toMatch(/uv_os_homedir|workflow\.unexpected/);
    expect(status).toBe(args[0] === 'logs' ? 2 : 0);
  });

  test('doctor looks at everything', () => {
    const { stdout, stderr } = espalier(['doctor', '--json'], { uid: nobodysId });
    expect(`${stdout}${stderr}`).not.toContain('uv_os_homedir');
    const names = (JSON.parse(stdout) as { checks: { name: string }[] }).checks.map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining(['room for the cache', 'Temporal', 'Redis', 'S3']));
  });
});

describe('a folder that can not be used is named, with the variable that names another', () => {
  test('a home folder where there is a file', () => {
    writeFileSync(join(dir, 'home'), '');
    const { status, stderr } = espalier(['up']);
    expect(stderr).toMatch(/^error The folder .*home can't be used: there is a file.*ESPALIER_HOME/);
    expect(status).toBe(3);
  });

  test('a home folder whose name is too long', () => {
    const { status, stderr } = espalier(['up'], { env: { ESPALIER_HOME: join(dir, 'x'.repeat(300)) } });
    expect(stderr).toMatch(/can't be used: its name is too long.*ESPALIER_HOME/);
    expect(status).toBe(3);
  });

  test.runIf(isRoot)('a home folder that the account may not write', () => {
    mkdirSync(join(dir, 'home'), { mode: 0o555 });
    const { status, stderr } = espalier(['up'], { uid: nobodysId });
    expect(stderr).toMatch(/^error The folder .*home can't be used: permission denied.*ESPALIER_HOME/);
    expect(status).toBe(3);
    expect(espalier(['status'], { uid: nobodysId }).status).toBe(0);
  });

  test('a folder for temporary files that is not there', () => {
    writeFileSync(join(dir, 'log.parquet'), 'PAR1');
    const { status, stderr } = espalier(['init', 'log.parquet'], { env: { TMPDIR: join(dir, 'none') } });
    expect(stderr).toMatch(/^error The folder .*none can't be used for temporary files: .*TMPDIR/);
    expect(status).toBe(3);
  });
});

describe('an output that', () => {
  test.each([[['explain']], [['--help']], [['explain', '--json']]])(
    'takes nothing: %j > /dev/full',
    (args) => {
      const full = openSync('/dev/full', 'w');
      const { status, stderr } = espalier(args, { stdout: full });
      closeSync(full);
      expect(stderr).toMatch(/^error Standard output could not be written: the disk is full\./);
      expect(stderr).not.toMatch(/^\s+at /m);
      expect(status).toBe(3);
    },
  );

  test('nobody reads on is no fault: the command ends with its own exit code', () => {
    const shell = (line: string) =>
      spawnSync('bash', ['-c', `set -o pipefail; ${process.execPath} ${bin} ${line} | true`], {
        encoding: 'utf8',
        env: inheritedEnvironment({ ESPALIER_HOME: join(dir, 'home') }),
      });
    expect(shell('explain')).toMatchObject({ status: 0, stderr: '' });
    expect(shell('explain no.such.code --json').status).toBe(2);
  });

  test('is in the C locale', () => {
    const { status, stdout } = espalier(['explain'], { env: { LANG: 'C', LC_ALL: 'C' } });
    expect(stdout).toContain('spec.invalid');
    expect(status).toBe(0);
  });
});
