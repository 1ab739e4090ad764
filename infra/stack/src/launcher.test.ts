import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { launcher } from './launcher.js';

let dir: string;
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'espalier-launcher-'));
});
afterAll(() => rmSync(dir, { recursive: true, force: true }));

it('starts programs with flags by which V8 takes the code that setting up has compiled', () => {
  const code = join(dir, 'kept.code');
  const kept = `new (require('node:vm').Script)('function f() { return 1; } f()'`;
  const making = `const script = ${kept}); script.runInThisContext();
    require('node:fs').writeFileSync(${JSON.stringify(code)}, script.createCachedData());`;
  execFileSync(process.execPath, ['-e', making]);
  const program = join(dir, 'program.cjs');
  const taking = `const cachedData = require('node:fs').readFileSync(${JSON.stringify(code)});
    console.log(${kept}, { cachedData }).cachedDataRejected); process.exit(0);`;
  writeFileSync(program, taking);
  expect(execFileSync(process.execPath, [...launcher, program], { encoding: 'utf8' })).toBe('false\n');
  const otherFlags = ['--max-semi-space-size=64', program];
  expect(execFileSync(process.execPath, otherFlags, { encoding: 'utf8' }), 'what it guards against').toBe(
    'true\n',
  );
});
