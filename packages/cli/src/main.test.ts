import { execFile } from 'node:child_process';
import { copyFile, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { loadSpec } from '@espalier/spec';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { closedPort, espalierIn } from './testing/espalier-process.js';

const census = fileURLToPath(new URL('../../../examples/census-income', import.meta.url));

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'espalier-cli-'));
});
afterAll(() => rm(folder, { recursive: true }));

const espalier = (args: readonly string[], env: Record<string, string> = {}) => espalierIn(folder, args, env);

describe('wrong requests', () => {
  it.each([
    ['an unknown command', ['rn'], "unknown command 'rn' (Did you mean run?)"],
    ['a missing argument', ['run'], "missing required argument 'spec'"],
    ['an unknown option', ['runs', '--limt', '3'], "unknown option '--limt' (Did you mean --limit?)"],
    ['an option without sense', ['runs', '--limit', '0'], '--limit expects a whole number above 0'],
    ['an unknown stage', ['logs', 'x', '--stage', 'foo'], 'Allowed choices are plan, extract'],
    ['a pipeline that does not exist', ['run', 'none.yaml'], 'none.yaml does not exist'],
    ['an unknown error code', ['explain', 'spec.invald'], 'did you mean spec.invalid?'],
    ['a Parquet file that does not exist', ['init', 'none.parquet'], 'none.parquet'],
    [
      'a share that is none',
      ['score', '--bundle', 'b', '--input', 'i', '--output', 'o', '--most-unseen', 'much'],
      '--most-unseen expects a share from 0 to below 100%, such as 5%',
    ],
    ['a run without logs', ['logs', 'no-such-run'], 'no-such-run'],
    ['a port out of range', ['up', '--s3-port', '70000'], '--s3-port expects a port'],
    ['a setting that is none', ['status'], 'ESPALIER_DEVICE', { ESPALIER_DEVICE: 'abacus' }],
  ])(
    '%s ends with 2 and says what and how to mend it, without a stack trace',
    async (_name, args, text, env: Record<string, string> = {}) => {
      const { exitCode, stdout, stderr } = await espalier(args, env);
      expect(stderr).toContain(text);
      expect(exitCode).toBe(2);
      expect(stdout).toBe('');
      expect(stderr).toMatch(/^error .*\n( .*\n)* {2}fix /);
      expect(stderr).not.toMatch(/\n\s+at /);
    },
  );

  it('tell every mistake of a pipeline at once, each with its place', async () => {
    await writeFile(
      join(folder, 'bad.yaml'),
      'name: feed\nsource: { train: { uri: a.parquet } }\ntasks: []\nencoder: { workers: 0, depth: 3 }\n',
    );
    const { exitCode, stderr } = await espalier(['plan', 'bad.yaml', '--set', 'training.epochs=0']);
    expect(exitCode).toBe(2);
    expect(stderr.split('\n').slice(1, 7)).toEqual([
      '  --set training.epochs=0  training.epochs: must be at least 1',
      expect.stringContaining('  bad.yaml:2:1  source: has no rows to measure the model'),
      '  bad.yaml:3:1  tasks: must not be empty',
      '  bad.yaml:4:12  encoder.workers: must be at least 1',
      '  bad.yaml:4:24  encoder.depth: unknown key; did you mean maxDepth?',
      expect.stringContaining('  fix '),
    ]);
  });

  it('are one JSON document with --json, and nothing else', async () => {
    for (const args of [['run', 'bad.yaml'], ['frob'], ['runs', '--limit', 'x'], ['run', '--frob']]) {
      const { exitCode, stdout, stderr } = await espalier(['--json', ...args]);
      expect(exitCode).toBe(2);
      expect(stderr).toBe('');
      expect(JSON.parse(stdout)).toMatchObject({ error: { kind: 'user', fix: expect.any(String) } });
    }
  });
});

describe('a service that is away', () => {
  it('ends with 3 and one clear sentence', async () => {
    const port = await closedPort();
    const env = { ESPALIER_TEMPORAL_ADDRESS: `127.0.0.1:${port}` };
    const { exitCode, stderr } = await espalier(['runs'], env);
    expect(stderr).toContain(`127.0.0.1:${port}`);
    expect(stderr).not.toMatch(/\n\s+at /);
    expect(exitCode).toBe(3);
  });
});

describe('help', () => {
  it('lists every command and the exit codes, also without arguments', async () => {
    const { exitCode, stdout } = await espalier(['--help']);
    expect(exitCode).toBe(0);
    for (const command of 'up down status doctor init plan run score runs show logs cancel explain'.split(
      ' ',
    )) {
      expect(stdout).toMatch(new RegExp(`^ {2}${command} `, 'm'));
    }
    expect(stdout).toContain('Exit codes: 0 done, 1 the run failed');
    expect((await espalier([])).stdout).toBe(stdout);
  });

  it('loads none of the heavy parts', async () => {
    const resolve =
      'export async function resolve(s, c, n) { const r = await n(s, c); process._rawDebug(r.url); return r; }';
    const hook = `data:text/javascript,${encodeURIComponent(resolve)}`;
    const register = `import { register } from 'node:module'; register(${JSON.stringify(hook)});`;
    // The modules themselves, whose names are lost in a bundle: it loads what they load.
    const main = fileURLToPath(new URL('../dist/main.js', import.meta.url));
    const args = ['--import', `data:text/javascript,${encodeURIComponent(register)}`, main, '--help'];
    const loaded = await new Promise<string>((done) => {
      execFile(process.execPath, args, (_error, _stdout, stderr) => done(stderr));
    });
    expect(loaded).toContain('node_modules/commander/');
    expect(loaded).not.toMatch(
      /node_modules\/(zod|yaml|@temporalio|@duckdb|@aws-sdk|log-update|cli-table3|jiti)\//,
    );
  });
});

describe('explain', () => {
  it('tells meaning, fix and exit code, and lists all without a code', async () => {
    const one = await espalier(['explain', 'store.unreachable']);
    expect(one.stdout).toContain('espalier up');
    expect(one.stdout).toContain('exit code  3');
    const all = JSON.parse((await espalier(['explain', '--json'])).stdout);
    expect(all.errors.map((error: { code: string }) => error.code)).toContain('spec.invalid');
  });
});

describe('init', () => {
  it('writes a pipeline that loads, with the schema for editors, and never writes over a file unasked', async () => {
    const source = join(census, 'data', 'train.parquet');
    const first = await espalier(['init', source, '--json']);
    expect(first.exitCode).toBe(0);
    expect(JSON.parse(first.stdout)).toMatchObject({
      rows: 199_523,
      tasks: [{ name: 'income', group: 'active', label: "income = '50000+.'" }],
    });
    const path = join(folder, 'pipeline.yaml');
    const { spec } = await loadSpec(path);
    expect(spec.name).toBe('census-income');
    const schema = /\$schema=(\S+)/.exec(await readFile(path, 'utf8'))?.[1];
    expect(JSON.parse(await readFile(join(folder, schema ?? ''), 'utf8'))).toMatchObject({
      title: 'Espalier pipeline',
    });
    const second = await espalier(['init', source]);
    expect(second.exitCode).toBe(2);
    expect(second.stderr).toContain('--force');
  });

  it('writes what it can read, whatever the files are called, and takes a file of held-out rows', async () => {
    for (const [index, name] of [
      'events,2024.parquet',
      '[ab]*{1}.parquet',
      "it's # 1: x.parquet",
    ].entries()) {
      await copyFile(join(census, 'data', 'test.parquet'), join(folder, name));
      await copyFile(join(census, 'data', 'test.parquet'), join(folder, `held ${name}`));
      const output = `odd-${index}.yaml`;
      const args = ['init', name, '--eval', `held ${name}`, '--output', output];
      const { exitCode, stderr, stdout } = await espalier(args);
      expect(stderr).toBe('');
      expect(exitCode).toBe(0);
      expect(stdout).toContain(`Wrote ${output}`);
      const { source } = (await loadSpec(join(folder, output))).spec;
      expect(source).toMatchObject({ train: { uri: name }, eval: { uri: `held ${name}` } });
    }
  });

  it('tells what it does not find once, without keys of a pipeline that is not there', async () => {
    const lone = await espalier(['init', 'gone.parquet', '--output', 'gone.yaml']);
    expect(lone.stderr).toContain('no Parquet file matches gone.parquet');
    expect(lone.stderr).not.toContain('source.train.uri');
    const source = join(census, 'data', 'test.parquet');
    const held = await espalier(['init', source, '--eval', 'gone.parquet', '--output', 'gone.yaml']);
    expect(held.stderr.match(/no Parquet file matches/g)).toHaveLength(1);
  });

  it('leaves nothing behind, and what was there as it was, where no pipeline that works can be made', async () => {
    const narrow = fileURLToPath(
      new URL('../../features/src/fixtures/nan-with-statistics.parquet', import.meta.url),
    );
    await writeFile(join(folder, 'kept.yaml'), 'name: mine\n');
    for (const output of ['kept.yaml', 'new/folder/made.yaml', 'made.txt']) {
      const held = ['--eval', narrow];
      const source = join(census, 'data', 'test.parquet');
      const { exitCode, stderr } = await espalier(['init', source, ...held, '--output', output, '--force']);
      expect(exitCode).toBe(2);
      expect(stderr).toMatch(/lacks the column|must end in \.yaml/);
    }
    expect(await readFile(join(folder, 'kept.yaml'), 'utf8')).toBe('name: mine\n');
    const left = await readdir(folder);
    expect(left.filter((name) => /^(new|made|\.kept|\.made)/.test(name))).toEqual([]);
  });
});

describe('status', () => {
  it('says that nothing runs and how to start', async () => {
    const { exitCode, stdout } = await espalier(['status']);
    expect(exitCode).toBe(0);
    expect(stdout).toContain('espalier up');
    expect(JSON.parse((await espalier(['status', '--json'])).stdout)).toMatchObject({
      phase: 'down',
      rows: [],
    });
  });
});

describe('doctor', () => {
  it('ends with 3 where something is wrong, each finding with its fix', async () => {
    const away = `127.0.0.1:${await closedPort()}`;
    const env = { ESPALIER_TEMPORAL_ADDRESS: away, ESPALIER_REDIS_URL: `redis://${away}` };
    const { exitCode, stdout } = await espalier(['doctor', '--json'], env);
    expect(exitCode).toBe(3);
    const { ok, checks } = JSON.parse(stdout);
    expect(ok).toBe(false);
    expect(checks).toContainEqual(expect.objectContaining({ name: 'node', ok: true, fix: null }));
    expect(checks).toContainEqual(
      expect.objectContaining({ name: 'Redis', ok: false, fix: expect.any(String) }),
    );
  });
});
