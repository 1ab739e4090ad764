/**
 * Responsible for `espalier init FILE`: inspects a Parquet file and writes a first pipeline beside its schema, once that
 * pipeline loads and fits the file.
 * Leaves to others: measuring columns and checking (features), guessing tasks (spec).
 */
import { existsSync } from 'node:fs';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, extname, join, relative, resolve } from 'node:path';
import { EspalierError } from '@espalier/domain';
import { loadSpec, type SpecIssue, specJsonSchema, writeStarterSpec } from '@espalier/spec';
import type { Store } from '@espalier/store';
import type { CommandContext } from '../command-context.js';
import { type ExitCode, exitCodes } from '../exit-codes.js';
import { wrapped } from '../render/fit-width.js';
import { warningLine } from '../render/remarks-text.js';

export interface InitOptions {
  readonly output: string;
  readonly force?: boolean;
  readonly eval?: string;
}

const isRemote = (file: string) => file.startsWith('s3://');

/** Relative to the pipeline file's folder, so that both can move together; absolute where they stand far apart. */
function pathFrom(folder: string, path: string): string {
  const near = relative(folder, path);
  return near.startsWith('../../..') ? path : near;
}

function checkTarget(output: string, target: string, force: boolean | undefined): void {
  const refuse = (why: string) => {
    throw new EspalierError('request.invalid', `${output} ${why}.`, { details: { path: target } });
  };
  if (!['.yaml', '.yml'].includes(extname(target).toLowerCase())) {
    refuse("can't be a pipeline that is written as YAML: its name must end in .yaml or .yml");
  }
  if (existsSync(target) && !force) refuse('exists already; --force writes over it, --output names another');
}

export async function execute(
  context: CommandContext,
  file: string,
  options: InitOptions,
): Promise<ExitCode> {
  const target = resolve(options.output);
  checkTarget(options.output, target, options.force);
  const { homeDir, s3 } = await context.settings();
  const sources = [file, ...(options.eval === undefined ? [] : [options.eval])];
  const store = sources.some(isRemote) ? (await import('@espalier/store')).createStore(s3) : null;
  try {
    const { profileParquet } = await import('@espalier/features');
    const profile = await profileParquet(file, { baseDir: process.cwd(), store });
    const folder = dirname(target);
    const uriOf = (source: string) => (isRemote(source) ? source : pathFrom(folder, resolve(source)));
    const evalUri = options.eval === undefined ? {} : { evalUri: uriOf(options.eval) };
    const { text, suspects } = writeStarterSpec(
      { ...profile, uri: uriOf(file) },
      { fileName: options.output, ...evalUri },
    );
    const schemaPath = join(homeDir, 'pipeline.schema.json');
    const schemaLine = `# yaml-language-server: $schema=${encodeURI(pathFrom(folder, schemaPath))}\n`;
    const { tasks, warnings } = await writeChecked(target, `${schemaLine}${text}`, file, store);
    await mkdir(homeDir, { recursive: true });
    await writeFile(schemaPath, `${JSON.stringify(specJsonSchema(), null, 2)}\n`);
    context.output.emit({
      path: target,
      rows: profile.rows,
      columns: profile.columns.length,
      tasks,
      warnings,
      suspects,
    });
    context.output.print(
      [
        `Wrote ${options.output}: ${profile.rows.toLocaleString('en')} rows, ${profile.columns.length} columns.`,
        ...tasks.map(({ name, group, label }) => `  task ${name} (${group}): ${label}`),
        ...warnings.map((warning) => wrapped(warningLine(warning), context.output.width, 2)),
        ...(suspects.length === 0
          ? []
          : [
              `  kept, but named like what is known only after the action: ${suspects.join(', ')}; exclude what is`,
            ]),
        `Read its tasks, then: espalier run ${options.output} --sample 10% --wait`,
      ].join('\n'),
    );
    return exitCodes.done;
  } finally {
    store?.close();
  }
}

/** Writes the pipeline beside its place, and puts it there once it has been loaded and tried on its source. */
async function writeChecked(target: string, text: string, file: string, store: Store | null) {
  const folder = dirname(target);
  const made = await mkdir(folder, { recursive: true });
  const unfinished = join(folder, `.${basename(target)}.${process.pid}.yaml`);
  try {
    await writeFile(unfinished, text);
    const { spec, baseDir } = await loadSpec(unfinished).catch((error: unknown) => {
      throw notWorking(file, error);
    });
    const { preflight } = await import('@espalier/features');
    const { issues, warnings } = await preflight(spec, { baseDir, store });
    if (issues.length > 0) throw refused(file, issues);
    await rename(unfinished, target);
    return { tasks: spec.tasks.map(({ name, group, label }) => ({ name, group, label })), warnings };
  } catch (error) {
    await rm(unfinished, { force: true });
    if (made !== undefined) await rm(made, { recursive: true, force: true });
    throw error;
  }
}

function notWorking(file: string, error: unknown): unknown {
  if (!(error instanceof EspalierError) || error.code !== 'spec.invalid') return error;
  return refused(file, error.details.issues as readonly SpecIssue[]);
}

function refused(file: string, issues: readonly SpecIssue[]): EspalierError {
  return new EspalierError(
    'request.invalid',
    `No pipeline that works could be made of ${file}, and nothing was written.`,
    { details: { file, issues } },
  );
}
