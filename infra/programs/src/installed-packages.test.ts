import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { isCommonJs } from './installed-packages.js';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'espalier-packages-'));
});
afterEach(() => rmSync(dir, { recursive: true }));

const required = 'exports.is = 1;';
const imported = 'const is = 1;\nexport { is };';

it.each([
  { name: 'a.cjs', manifest: '{"type":"module"}', text: required, expected: true },
  { name: 'a.mjs', manifest: '{}', text: imported, expected: false },
  { name: 'a.js', manifest: '{"type":"commonjs"}', text: required, expected: true },
  { name: 'a.js', manifest: '{"type":"module"}', text: imported, expected: false },
  { name: 'a.js', manifest: '{}', text: required, expected: true },
  { name: 'a.js', manifest: '{}', text: imported, expected: false },
  { name: 'a.json', manifest: '{}', text: '{}', expected: false },
  { name: 'a.node', manifest: '{}', text: '', expected: false },
])('$name of $manifest that says $text: CommonJS is $expected', ({ name, manifest, text, expected }) => {
  // The nearest manifest counts, though it names no package.
  writeFileSync(join(dir, 'package.json'), '{"name":"made","type":"module"}');
  mkdirSync(join(dir, 'dist'));
  writeFileSync(join(dir, 'dist', 'package.json'), manifest);
  writeFileSync(join(dir, 'dist', name), text);
  expect(isCommonJs(join(dir, 'dist', name))).toBe(expected);
});
