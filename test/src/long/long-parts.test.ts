/** The long test and the short ones: the same draws wherever one commit is tested, new ones when they are asked for. */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, test } from 'vitest';
import { filesUnder, repositoryRoot } from '../architecture/source-tree.js';
import { longParts } from './long-parts.js';

describe('the long test', () => {
  it('gives one seed to all of its parts, which are commands that one can type', () => {
    const { scripts } = JSON.parse(readFileSync(`${repositoryRoot}/package.json`, 'utf8')) as {
      scripts: Readonly<Record<string, string>>;
    };
    for (const { command, args } of longParts({ seed: 12, times: 2 })) {
      const [, script = '', typed] = /^npm run (\S+) -- (.*)$/.exec(command) ?? [];
      expect(Object.keys(scripts)).toContain(script);
      expect(typed).toBe(args.join(' '));
      expect(typed).toMatch(/ --seed 12$/);
    }
  });

  it.each([
    ['--times', '0'],
    ['--times', 'many'],
    ['--seed', '-1'],
    ['--rounds', '3'],
  ])('refuses %s %s before it begins', (...args) => {
    const program = fileURLToPath(new URL('../../dist/long/long-main.js', import.meta.url));
    const { status, stdout, stderr } = spawnSync(process.execPath, [program, ...args], { encoding: 'utf8' });
    expect(stderr).toContain('usage: npm run test:long');
    expect(stdout).toBe('');
    expect(status).toBe(2);
  });
});

test('what CI runs draws by seeds that stand in the source', () => {
  const drawing = ['packages', 'workflows', 'workers', 'infra', 'bench', 'test']
    .flatMap((folder) => filesUnder(`${repositoryRoot}/${folder}`))
    .filter((path) => path.endsWith('.test.ts') && path !== fileURLToPath(import.meta.url))
    // That one has it refused.
    .filter((path) => !path.endsWith('/compile/refusals.test.ts'))
    .filter((path) =>
      /\bMath\.random\b|\bseed\w* = (?:randomInt|Date\.now)/.test(readFileSync(path, 'utf8')),
    );
  expect(drawing).toEqual([]);
});
