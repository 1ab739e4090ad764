/**
 * Responsible for `espalier init FILE`: inspects a Parquet file and writes a first pipeline beside its schema.
 * Leaves to others: measuring columns (features), guessing tasks (spec).
 */
import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join, relative, resolve } from 'node:path';
import { EspalierError } from '@espalier/domain';
import { loadSpec, specJsonSchema, writeStarterSpec } from '@espalier/spec';
import type { CommandContext } from '../command-context.js';
import { type ExitCode, exitCodes } from '../exit-codes.js';

export interface InitOptions {
  readonly output: string;
  readonly force?: boolean;
}

/** Relative to the pipeline file's folder, so that both can move together; absolute where they stand far apart. */
function pathFrom(folder: string, path: string): string {
  const near = relative(folder, path);
  return near.startsWith('../../..') ? path : near;
}

export async function execute(
  context: CommandContext,
  file: string,
  options: InitOptions,
): Promise<ExitCode> {
  const target = resolve(options.output);
  if (existsSync(target) && !options.force) {
    throw new EspalierError(
      'request.invalid',
      `${options.output} exists already; --force writes over it, --output names another.`,
      {
        details: { path: target },
      },
    );
  }
  const { homeDir, s3 } = await context.settings();
  const folder = dirname(target);
  const remote = file.startsWith('s3://');
  const store = remote ? (await import('@espalier/store')).createStore(s3) : null;
  const { profileParquet } = await import('@espalier/features');
  const profile = await profileParquet(file, { baseDir: process.cwd(), store });
  const uri = remote ? file : pathFrom(folder, resolve(file));
  const pipeline = writeStarterSpec({ ...profile, uri }, options.output);
  const schemaPath = join(homeDir, 'pipeline.schema.json');
  await mkdir(homeDir, { recursive: true });
  await mkdir(folder, { recursive: true });
  await writeFile(schemaPath, `${JSON.stringify(specJsonSchema(), null, 2)}\n`);
  await writeFile(target, `# yaml-language-server: $schema=${pathFrom(folder, schemaPath)}\n${pipeline}`);
  const { spec } = await loadSpec(target);
  const tasks = spec.tasks.map(({ name, group, label }) => ({ name, group, label }));
  context.output.emit({ path: target, rows: profile.rows, columns: profile.columns.length, tasks });
  context.output.print(
    [
      `Wrote ${options.output}: ${profile.rows.toLocaleString('en')} rows, ${profile.columns.length} columns.`,
      ...tasks.map(({ name, group, label }) => `  task ${name} (${group}): ${label}`),
      `Read its tasks, then: espalier run ${options.output} --sample 10% --wait`,
    ].join('\n'),
  );
  return exitCodes.done;
}
