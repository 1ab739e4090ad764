import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pathVariables, programVariables } from './path-settings.js';
import { loadSettings, type Settings } from './settings.js';

let dir: string;
let program: string;

beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'espalier-paths-'));
  mkdirSync(join(dir, 'bin'));
  program = join(dir, 'bin', 'my-server');
  writeFileSync(program, '');
  chmodSync(program, 0o755);
  writeFileSync(join(dir, 'bin', 'no-program'), '');
});

afterAll(() => rmSync(dir, { recursive: true }));

const readingOf = ({
  homeDir,
  cacheDir,
  notifyPath,
  native,
}: Settings): Readonly<Record<string, string | null>> => ({
  ESPALIER_HOME: homeDir,
  ESPALIER_CACHE_DIR: cacheDir,
  ESPALIER_NOTIFY_FILE: notifyPath,
  ESPALIER_LIBXGBOOST: native.libxgboostPath,
  ESPALIER_TENSORFLOW_DIR: native.tensorflowDir,
  ESPALIER_TEMPORAL_BIN: native.temporalBin,
  ESPALIER_VALKEY_BIN: native.valkeyBin,
  ESPALIER_WEED_BIN: native.weedBin,
});

describe.each([...pathVariables, ...programVariables])('%s', (variable) => {
  it.each([
    ['./a b/c', () => join(dir, 'a b/c')],
    ['../x', () => join(dir, '../x')],
    ['~/x', () => join(homedir(), 'x')],
    ['/x/y', () => '/x/y'],
  ])('reads %s', (value, expected) => {
    expect(readingOf(loadSettings({ [variable]: value }, dir))[variable]).toBe(expected());
  });

  it("refuses another user's home, which nothing here expands", () => {
    expect(() => loadSettings({ [variable]: '~somebody/x' }, dir)).toThrow(`${variable}: only ~ and ~/…`);
  });

  it('means the same to a process that is started from here and works elsewhere', () => {
    const script = `
      import { inheritedEnvironment, loadSettings } from ${JSON.stringify(new URL('../dist/index.js', import.meta.url).href)};
      import { execFileSync } from 'node:child_process';
      if (process.argv[1] === 'child') console.log(JSON.stringify(loadSettings()));
      else {
        const args = ['--input-type=module', '--eval', process.env.SCRIPT, 'child'];
        process.stdout.write(execFileSync(process.execPath, args, { cwd: '/', env: inheritedEnvironment() }));
      }`;
    const output = execFileSync(process.execPath, ['--input-type=module', '--eval', script], {
      cwd: dir,
      env: { PATH: process.env.PATH, HOME: dir, SCRIPT: script, [variable]: 'some/where' },
      encoding: 'utf8',
    });
    expect(readingOf(JSON.parse(output))[variable]).toBe(join(dir, 'some/where'));
  });
});

describe.each(programVariables)('%s as a bare name', (variable) => {
  it('is looked up on PATH, as a shell would', () => {
    const settings = loadSettings({ [variable]: 'my-server', PATH: `/nowhere:${join(dir, 'bin')}` }, dir);
    expect(readingOf(settings)[variable]).toBe(program);
  });

  it.each(['absent', 'no-program'])('is refused at once where PATH has no such program (%s)', (name) => {
    expect(() => loadSettings({ [variable]: name, PATH: join(dir, 'bin') }, dir)).toThrow(
      `${variable}: no folder of PATH has a program ${name}`,
    );
  });
});

it('all that is wrong is told at once', () => {
  const wrong = { ESPALIER_HOME: '~a/b', ESPALIER_WEED_BIN: 'absent', ESPALIER_DEVICE: 'tpu', PATH: '' };
  expect(() => loadSettings(wrong, dir)).toThrow(/ESPALIER_DEVICE.*ESPALIER_HOME.*ESPALIER_WEED_BIN/);
});
