import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { espalierIn } from './testing/espalier-process.js';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'espalier-cli-'));
});
afterAll(() => rm(folder, { recursive: true }));

const espalier = (args: readonly string[], env: Record<string, string> = {}) => espalierIn(folder, args, env);

describe('version', () => {
  it('is a command, too', async () => {
    const { version } = JSON.parse(
      await readFile(fileURLToPath(new URL('../package.json', import.meta.url)), 'utf8'),
    );
    expect((await espalier(['version'])).stdout).toMatch(
      `espalier ${version}, Node ${process.versions.node}`,
    );
    expect(JSON.parse((await espalier(['version', '--json'])).stdout)).toMatchObject({ espalier: version });
    expect((await espalier(['--version'])).stdout.trim()).toBe(version);
  });
});

describe('completion', () => {
  /** What bash proposes for the words, the last one unfinished. */
  async function proposed(words: readonly string[]): Promise<string[]> {
    const { stdout: script } = await espalier(['completion', 'bash']);
    await writeFile(join(folder, 'completion.bash'), script);
    const line = words.join(' ');
    const ask = `
      source completion.bash
      COMP_WORDS=(${words.map((word) => `'${word}'`).join(' ')}); COMP_CWORD=${words.length - 1}
      COMP_LINE='${line}'; COMP_POINT=${line.length}
      _espalier_completion; printf '%s\\n' "\${COMPREPLY[@]}"`;
    return new Promise((resolve, reject) => {
      execFile('bash', ['--norc', '-c', ask], { cwd: folder }, (error, stdout) => {
        if (error) reject(error);
        else resolve(stdout.trim().split('\n'));
      });
    });
  }

  it('works in bash: commands, options, and files where the shell knows them', async () => {
    expect(await proposed(['espalier', 'ru'])).toEqual(['run', 'runs']);
    expect(await proposed(['espalier', 'run', '--no'])).toEqual(['--no-cache']);
    expect(await proposed(['espalier', 'run', 'pipe'])).toEqual(['']);
  });

  it('refuses a shell that it does not know', async () => {
    const { exitCode, stderr } = await espalier(['completion', 'tcsh']);
    expect(exitCode).toBe(2);
    expect(stderr).toContain('Allowed choices are bash, zsh, fish');
  });
});
