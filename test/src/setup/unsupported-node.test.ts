/** A Node that Espalier does not run on is refused by every command in one sentence, before any of its newer words are read. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { inheritedEnvironment } from '@espalier/settings';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
  readonly scripts: Readonly<Record<string, string>>;
};

let dir: string;

beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'espalier-node-'));
});

afterAll(() => rmSync(dir, { recursive: true, force: true }));

/** Runs a shell command line under a Node that says it is this version. */
function runUnder(version: string, commandLine: string) {
  const pretence = join(dir, `node-${version}.cjs`);
  const versions = `Object.assign({}, process.versions, { node: '${version}' })`;
  writeFileSync(pretence, `Object.defineProperty(process, 'versions', { value: ${versions} });`);
  return spawnSync('sh', ['-c', commandLine], {
    cwd: root,
    encoding: 'utf8',
    timeout: 30_000,
    env: inheritedEnvironment({ NODE_OPTIONS: `--require ${pretence}` }),
  });
}

const refused = /^espalier: Node \d+\.\d+\.\d+ is not supported; install Node [^\n]*\n$/;
const commandLines = {
  ...Object.fromEntries(Object.entries(manifest.scripts).map(([name, line]) => [`npm run ${name}`, line])),
  'npx espalier': 'node infra/setup/espalier.cjs --version',
  espalier: 'node packages/cli/bin/espalier.js --version',
};

test.each(Object.entries(commandLines))('%s under a Node that is too old says so', (_, commandLine) => {
  const { status, stdout, stderr } = runUnder('18.20.8', commandLine);
  expect(stdout).toBe('');
  expect(stderr).toMatch(refused);
  expect(status).toBe(3);
});

describe('versions', () => {
  const outcome = (version: string) => runUnder(version, commandLines.espalier).status;

  test.each(['8.17.0', '20.18.3', '21.7.3', '22.11.0', '23.11.1'])('%s is refused', (version) => {
    expect(outcome(version)).toBe(3);
  });

  test.each(['20.19.0', '20.20.2', '22.12.0', '24.0.0', '26.1.0'])('%s is accepted', (version) => {
    expect(outcome(version)).toBe(0);
  });

  test('the refusal names all that would do', () => {
    expect(runUnder('19.0.0', commandLines.espalier).stderr).toBe(
      'espalier: Node 19.0.0 is not supported; install Node 20.19 or newer of 20, or 22.12 or newer of 22, or 24 or newer (for example with nvm).\n',
    );
  });
});
