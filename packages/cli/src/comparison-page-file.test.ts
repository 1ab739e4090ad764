/** Where a comparison's page can't be written is told before hours of training. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, expect, it } from 'vitest';
import { refusePage } from './comparison-page-file.js';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'espalier-page-'));
});
afterEach(() => rmSync(dir, { recursive: true }));

it.each<[string, () => string, boolean]>([
  ['an empty name', () => '', false],
  ['a folder', () => dir, true],
  ['in a folder that does not exist', () => join(dir, 'nowhere', 'page.html'), false],
  ['below a file', () => join(import.meta.filename, 'page.html'), false],
  ['there already', () => import.meta.filename, false],
  ['in a file system that holds no files', () => '/proc/page.html', false],
  ['a name that is too long', () => join(dir, 'a'.repeat(300)), false],
])('a path is refused at once: %s', (_, path, force) => {
  expect(() => refusePage({ report: path(), force })).toThrow();
  expect(readdirSync(dir)).toEqual([]);
});

it('a path that can be written to is taken, and left as it is', () => {
  refusePage({ report: join(dir, 'new.html') });
  expect(readdirSync(dir)).toEqual([]);
  const path = join(dir, 'there.html');
  writeFileSync(path, 'before');
  const { mtimeMs } = statSync(path);
  refusePage({ report: path, force: true });
  expect(readFileSync(path, 'utf8')).toBe('before');
  expect(statSync(path).mtimeMs).toBe(mtimeMs);
});
