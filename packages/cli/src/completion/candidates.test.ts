import { describe, expect, it } from 'vitest';
import { createProgram } from '../program.js';
import { candidatesOf } from './candidates.js';

const program = createProgram('1.2.3', () => async () => undefined);

function names(before: readonly string[], current: string): 'files' | string[] {
  const found = candidatesOf(program, before, current);
  return found === 'files' ? found : found.map(({ name }) => name);
}

describe('candidatesOf', () => {
  it.each([
    ['commands', [], '', ['run', 'runs', 'bundle', 'completion']],
    ['commands after a global option', ['--json'], '', ['run']],
    ['subcommands', ['bundle'], '', ['export']],
    ['options of a command, and global ones', ['run'], '--', ['--wait', '--set', '--json']],
    ['choices of an option', ['logs', 'x', '--stage'], '', ['plan', 'fit-encoder']],
    ['choices of an argument', ['completion'], '', ['bash', 'zsh', 'fish']],
    ['error codes', ['explain'], 'spec', ['spec.invalid']],
  ])('proposes %s', (_name, before, current, some) => {
    expect(names(before, current)).toEqual(expect.arrayContaining(some));
  });

  it.each([
    ['a pipeline', ['run', '--set', 'seed=1']],
    ['a Parquet file', ['init']],
    ["an option's value", ['score', '--bundle']],
    ['a folder', ['bundle', 'export', 's3://b/p']],
  ])('leaves files to the shell: %s', (_name, before) => {
    expect(names(before, '')).toBe('files');
  });

  it('proposes nothing where anything may stand, or nothing more', () => {
    expect(names(['run', 'p.yaml', '--set'], '')).toEqual([]);
    expect(names(['run', 'p.yaml'], '')).toEqual([]);
    expect(names([], '')).not.toContain('completion-server');
  });
});
