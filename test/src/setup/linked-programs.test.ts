/** What npm once linked as a program still runs after an update: links in npx's cache keep the name that the file had then. */
import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const executables = execFileSync('git', ['ls-files', '--stage'], { cwd: root, encoding: 'utf8' })
  .split('\n')
  .filter((line) => line.startsWith('100755'))
  .map((line) => line.slice(line.indexOf('\t') + 1));

// Without that line a shell takes the file as a script of its own, and runs what a comment has in backticks.
test.each(executables)('%s, which may be executed, says by which program', (path) => {
  expect(readFileSync(join(root, path), 'utf8')).toMatch(/^#!\//);
});

test.each(['infra/setup/espalier.mjs', 'infra/setup/espalier.cjs'])('%s runs as npx runs it', (path) => {
  const { status, stdout } = spawnSync('sh', ['-c', `exec ./${path} --version`], {
    cwd: root,
    encoding: 'utf8',
    timeout: 30_000,
  });
  expect(status).toBe(0);
  expect(stdout).toMatch(/^\d+\.\d+\.\d+/);
});
