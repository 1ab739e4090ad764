/** The README's commands must each work alone in a fresh clone, where nothing is installed: what they run has no dependencies. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';

const root = new URL('../../../', import.meta.url);
const read = (path: string) => readFileSync(fileURLToPath(new URL(path, root)), 'utf8');
const manifest = JSON.parse(read('package.json')) as {
  scripts: Record<string, string>;
  bin: Record<string, string>;
};

/** Names of the scripts that the README tells people to call. */
const named = [...read('README.md').matchAll(/\bnpm (?:run ([a-z:-]+)|(test)\b)/g)].map(
  ([, script, test = '']) => script ?? test,
);

describe('a command of the README in a fresh clone', () => {
  test('are some', () => {
    expect(named).toEqual(expect.arrayContaining(['demo', 'test', 'check', 'bench', 'setup']));
  });

  test.each([...new Set(named)])('npm run %s begins with what installs the rest', (name) => {
    expect(manifest.scripts[name]).toMatch(
      /^node -r \.\/infra\/setup\/require-node\.cjs infra\/setup\/[a-z-]+\.mjs\b/,
    );
  });

  test('none relies on a pre or post script, which npm skips here', () => {
    const hooks = Object.keys(manifest.scripts).filter((name) => /^(pre|post)./.test(name));
    expect(hooks).toEqual([]);
    expect(read('.npmrc')).toContain('ignore-scripts=true');
  });

  test('npx finds espalier in the clone itself, and asks no registry', () => {
    expect(manifest.bin.espalier).toBe('infra/setup/espalier.cjs');
  });

  test('set-up imports nothing but Node and itself before anything is installed', () => {
    for (const script of [
      'test',
      'test-long',
      'test-browser',
      'chromium',
      'check',
      'git-hook',
      'demo',
      'espalier',
      'setup',
      'set-up',
      'dependencies',
      'page',
      'run-command',
      'say',
    ]) {
      const imports = [...read(`infra/setup/${script}.mjs`).matchAll(/^import .* from '(.*)';$/gm)];
      for (const [, source] of imports) expect(source).toMatch(/^(node:|\.\/)/);
    }
  });

  test('CI calls the test command before it prepares anything of the clone', () => {
    const [first] = /\b(npm|node|npx) [^\n]*/.exec(read('.ci/run')) ?? [];
    expect(first).toMatch(/^npm test\b/);
  });
});
