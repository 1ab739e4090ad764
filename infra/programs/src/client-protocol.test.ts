import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { protocolOfClients } from './client-protocol.js';
import { checkoutDir } from './find-program.js';

/** Of the package that has it: bundling asks for none. */
const installed = createRequire(join(checkoutDir, 'packages/temporal/package.json'));
const protocol = '@temporalio/proto';
const path = installed.resolve(`${protocol}/protos/json-module.js`);
const whole = readFileSync(path, 'utf8');

const packagesOf = (code: string) =>
  new Set(code.match(/"[\w.]*"(?=:\s*\{\s*"(?:options|nested)")/g)?.map((name) => name.slice(1, -1)));

it('of the protocol of Temporal only what no client speaks is left out', () => {
  const shortened = protocolOfClients(whole, path);
  expect(shortened.length).toBeLessThan(whole.length / 2);
  const kept = packagesOf(shortened);
  for (const name of ['workflowservice', 'operatorservice', 'testservice', 'history', 'failure'])
    expect(kept).toContain(name);
  for (const name of ['coresdk', 'cloud']) {
    expect(packagesOf(whole)).toContain(name);
    expect(kept).not.toContain(name);
  }
});

it('any other module is as it is', () => {
  expect(protocolOfClients(whole, '/elsewhere/json-module.js')).toBe(whole);
});
