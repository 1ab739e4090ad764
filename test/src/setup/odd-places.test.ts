/** A checkout in a folder where its code can't be bundled is refused before anything is installed, in one sentence. */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';

const root = fileURLToPath(new URL('../../../', import.meta.url));

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'espalier-places-'));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

test.each(['a!b', 'a?b', 'a\nb'])('a folder named %j', (name) => {
  const checkout = join(dir, name);
  for (const path of ['infra/setup', 'package.json', 'package-lock.json']) {
    cpSync(join(root, path), join(checkout, path), { recursive: true });
  }
  const before = readdirSync(checkout).sort();
  for (const program of ['setup', 'demo', 'espalier']) {
    const { status, stdout, stderr } = spawnSync(process.execPath, [`infra/setup/${program}.mjs`], {
      cwd: checkout,
      encoding: 'utf8',
      timeout: 30_000,
    });
    expect(stdout).toBe('');
    expect(stderr).toMatch(
      /^(setup|demo|espalier): The checkout can't run in ".*": move it to a folder whose path has no .*\.\n$/,
    );
    expect(status).toBe(3);
  }
  expect(readdirSync(checkout).sort()).toEqual(before);
});
