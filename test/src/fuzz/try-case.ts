/**
 * Responsible for one case through init, plan, run and score, and for every way in which the product says other than a plain
 * query of the rows.
 * Leaves to others: drawing it (source-case.ts), many of them (run-cases.ts).
 */
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join, relative } from 'node:path';
import type { EspalierClient } from '@espalier/client';
import { type BinaryMetrics, EspalierError, type FeatureSchema, type RunReport } from '@espalier/domain';
import { loadBundle } from '@espalier/registry';
import { scoreParquetFiles } from '@espalier/scorer';
import type { Settings } from '@espalier/settings';
import { loadSpec } from '@espalier/spec';
import type { Store } from '@espalier/store';
import { stringify } from 'yaml';
import { espalier } from '../e2e/espalier-command.js';
import {
  countsOf,
  frequentValues,
  heldShare,
  missingIn,
  roundingError,
  scoreFigures,
  splitMistake,
} from './plain-figures.js';
import { filesOf, type SourceCase } from './source-case.js';
import { literal, quoted, Truth } from './truth.js';
import { writeCase } from './write-parts.js';

export interface FuzzStack {
  readonly settings: Settings;
  readonly homeDir: string;
  readonly client: EspalierClient;
  readonly store: Store;
}

export interface Verdict {
  readonly index: number;
  /** That the run reads. */
  readonly files: number;
  /** Codes of what refused it before the run; empty where it ran. */
  readonly refusedBy: readonly string[];
  /** Every way in which the product was wrong. */
  readonly problems: readonly string[];
}

const minCount = 5;
/** Words of DuckDB's, Node's and the code's own that no person should meet. */
const foreignWords =
  /LINE \d|Binder Error|Parser Error|Catalog Error|Conversion Error|Invalid Input Error|INTERNAL|TypeError|undefined|at .*\.js:\d/;

export async function tryCase(fuzzCase: SourceCase, stack: FuzzStack, dir: string): Promise<Verdict> {
  const problems: string[] = [];
  await mkdir(dir, { recursive: true });
  using truth = await Truth.of(fuzzCase);
  await writeCase(fuzzCase, truth, dir);
  problems.push(...(await tryInit(fuzzCase, stack, dir)));
  const refusedBy: string[] = [];
  try {
    const path = join(dir, 'pipeline.yaml');
    await writeFile(
      path,
      stringify(pipelineOf(fuzzCase, fuzzCase.inS3 ? await upload(fuzzCase, stack, dir) : '')),
    );
    const loaded = await loadSpec(path);
    await stack.client.plan(loaded);
    const { runId } = await stack.client.submit(loaded);
    const report = await stack.client.wait(runId);
    if (fuzzCase.mustBeRefused) problems.push(...unrefused(report));
    else problems.push(...(await compareRun(fuzzCase, { truth, report, stack, dir })));
  } catch (error) {
    refusedBy.push(...refusalOf(error, problems));
    if (!fuzzCase.mayBeRefused && !fuzzCase.mustBeRefused) problems.push(`refused: ${reasonsOf(error)}`);
  }
  if (problems.length === 0) await rm(dir, { recursive: true });
  return { index: fuzzCase.index, files: filesOf(fuzzCase), refusedBy, problems };
}

function sourceOf({ train, eval: own, held, splitBy }: SourceCase, root: string): unknown {
  const from = { train: { uri: `${root}${train.uri}` } };
  if (splitBy === null) return { ...from, eval: { uri: `${root}${own.uri}` }, split: { earlyStop: 0 } };
  const order = held === 'by time' ? 'time' : 'hash';
  return { ...from, split: { by: splitBy.name, order, eval: heldShare, earlyStop: 0 } };
}

/** @param root what the source's URIs begin with */
function pipelineOf(fuzzCase: SourceCase, root: string): unknown {
  const { index, tasks } = fuzzCase;
  return {
    name: `fuzz-${index}`,
    source: sourceOf(fuzzCase, root),
    features: { minCount },
    tasks: tasks.map(({ name, group, column, maker }) => ({
      name,
      group,
      label: maker.label(quoted(column.name)),
    })),
    encoder: { trees: 3, maxDepth: 2, workers: 1 },
    model: { hidden: [4], tower: [4] },
    training: { workers: 1, epochs: 1, batchSize: 128 },
  };
}

async function tryInit({ train }: SourceCase, stack: FuzzStack, dir: string): Promise<string[]> {
  const output = join(dir, 'init.yaml');
  const args = ['init', join(dir, train.uri), '--output', output, '--json'];
  const { exitCode, stdout, stderr } = await espalier(args, { ESPALIER_HOME: stack.homeDir });
  if (exitCode === 0) {
    const loaded = await loadSpec(output).catch((error: unknown) => error);
    return loaded instanceof Error ? [`init wrote what can't be read: ${loaded.message}`] : [];
  }
  if (exitCode !== 2) return [`init ended with ${exitCode}: ${stdout} ${stderr}`];
  const said = `${stdout}${stderr}`;
  return foreignWords.test(said) ? [`init spoke in foreign words: ${said}`] : [];
}

function reasonsOf(error: unknown): string {
  if (!(error instanceof EspalierError)) return String(error);
  const { issues } = (error.details ?? {}) as { issues?: readonly { path: string; message: string }[] };
  return issues?.map(({ path, message }) => `${path}: ${message}`).join('\n    ') ?? error.message;
}

/** @returns what the URIs of the case's sources begin with */
async function upload(
  { train, eval: held, index }: SourceCase,
  { store }: FuzzStack,
  dir: string,
): Promise<string> {
  const prefix = `fuzz/${basename(dirname(dir))}/case-${index}/`;
  for (const { folder } of [train, held]) {
    const entries = await readdir(join(dir, folder), { recursive: true, withFileTypes: true });
    for (const entry of entries.filter((each) => each.isFile())) {
      const path = join(entry.parentPath, entry.name);
      await store.putFile(`${prefix}${relative(dir, path)}`, path);
    }
  }
  return store.uri(prefix);
}

/** The codes of a refusal; what is no refusal is a problem. */
function refusalOf(error: unknown, problems: string[]): string[] {
  if (!(error instanceof EspalierError)) {
    problems.push(
      `no refusal but ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
    );
    return ['unknown'];
  }
  if (error.kind !== 'user') problems.push(`${error.code}: ${error.message}`);
  if (foreignWords.test(reasonsOf(error))) problems.push(`foreign words: ${reasonsOf(error)}`);
  const { issues } = (error.details ?? {}) as { issues?: readonly { code: string }[] };
  return issues?.map(({ code }) => code) ?? [error.code];
}

/** What only all rows show may end the run, but in words that name it. */
function unrefused({ status, error }: RunReport): string[] {
  if (status === 'succeeded') return ['a label without an answer was taken as false'];
  if (error === null || !error.code.startsWith('features.'))
    return [`failed by ${error?.code}: ${error?.message}`];
  return foreignWords.test(error.message) ? [`foreign words: ${error.message}`] : [];
}

interface Ran {
  readonly truth: Truth;
  readonly report: RunReport;
  readonly stack: FuzzStack;
  readonly dir: string;
}

async function compareRun(fuzzCase: SourceCase, ran: Ran): Promise<string[]> {
  const { report, truth } = ran;
  if (report.status !== 'succeeded') {
    const { code = '', message = '' } = report.error ?? {};
    const named = fuzzCase.mayBeRefused && code.startsWith('features.') && !foreignWords.test(message);
    return named ? [] : [`the run failed: ${code}: ${message}`];
  }
  const problems: string[] = [];
  const expectSame = (what: string, said: unknown, counted: unknown) => {
    if (said !== counted) problems.push(`${what}: ${String(said)}, but the rows say ${String(counted)}`);
  };
  const { splits } = report;
  if (splits === null) return ['the report has no splits'];
  const train = await countsOf(truth, 'train', fuzzCase.tasks);
  if (fuzzCase.held === 'own source') {
    const held = await countsOf(truth, 'eval', fuzzCase.tasks);
    expectSame('training rows', splits.train.rows, train.rows);
    expectSame('eval rows', splits.eval.rows, held.rows);
    for (const { name } of fuzzCase.tasks) {
      expectSame(`training positives of ${name}`, splits.train.positives[name], train.positives[name]);
      expectSame(`eval positives of ${name}`, report.metrics[name]?.positives, held.positives[name]);
    }
  } else {
    const mistake = await splitMistake(truth, fuzzCase, { train: splits.train.rows, eval: splits.eval.rows });
    if (mistake !== null) problems.push(mistake);
    for (const { name } of fuzzCase.tasks) {
      const positives = (splits.train.positives[name] ?? 0) + (splits.eval.positives[name] ?? 0);
      expectSame(`positives of ${name}`, positives, train.positives[name]);
    }
  }
  const bundle = await loadBundle(report.bundle?.uri ?? '', {
    store: ran.stack.store,
    intoDir: join(ran.dir, 'bundle'),
  });
  const schema = JSON.parse(await readFile(bundle.paths.featureSchema, 'utf8')) as FeatureSchema;
  problems.push(...(await compareColumns(fuzzCase, truth, schema, report)));
  problems.push(...(await compareScores(fuzzCase, ran, bundle.paths.dir)));
  return problems;
}

async function compareColumns(
  { features, held }: SourceCase,
  truth: Truth,
  schema: FeatureSchema,
  report: RunReport,
): Promise<string[]> {
  const problems: string[] = [];
  for (const column of features) {
    const found = schema.columns.find(({ name }) => name === column.name);
    const told = JSON.stringify(report).includes(JSON.stringify(column.name).slice(1, -1));
    if (found === undefined) {
      if (!told) problems.push(`${column.name} (${column.maker.kind}) is left out and nothing says so`);
      continue;
    }
    // Which rows of one source teach is the product's draw.
    if (held !== 'own source') continue;
    const missing = await missingIn(truth, column);
    if (found.nulls !== missing)
      problems.push(`${column.name} lacks ${found.nulls} values, the rows ${missing}`);
    if (found.kind === 'categorical' && column.maker.type === 'VARCHAR') {
      const values = await frequentValues(truth, column, minCount);
      if (JSON.stringify(values) !== JSON.stringify(found.values)) {
        problems.push(
          `${column.name} has ${JSON.stringify(found.values)}, the rows ${JSON.stringify(values)}`,
        );
      }
    }
  }
  return problems;
}

function agree(said: number | null, counted: number | readonly [number, number] | null): boolean {
  if (said === null || counted === null) return said === counted;
  const [low, high] = typeof counted === 'number' ? [counted, counted] : counted;
  const tolerance = 1e-5 * Math.max(1, Math.abs(high));
  return said >= low - tolerance && said <= high + tolerance;
}

/** Scores of the case's own files are those of a plain copy of their rows, and give the report's figures. */
async function compareScores(fuzzCase: SourceCase, ran: Ran, bundleUri: string): Promise<string[]> {
  const { tasks } = fuzzCase;
  const split = fuzzCase.held === 'own source' ? 'eval' : 'train';
  const source = fuzzCase[split];
  const { truth, dir, report } = ran;
  const { settings } = ran.stack;
  const problems: string[] = [];
  const plain = join(dir, 'scores-plain.parquet');
  const files = source.parts
    .filter(({ rows }) => rows > 0)
    .map(({ path }, index) => ({
      inputPath: join(dir, source.folder, path),
      outputPath: join(dir, `scores-${index}.parquet`),
    }));
  const scoresOf = files.map(({ outputPath }) => outputPath);
  const plainFile = { inputPath: join(dir, `plain-${split}.parquet`), outputPath: plain };
  await scoreParquetFiles({ settings, bundleUri }, [...files, plainFile]);
  const all = scoresOf.map((path) => `SELECT * FROM read_parquet(${literal(path)})`).join(' UNION ALL ');
  await truth.run(`COPY (${all}) TO ${literal(join(dir, 'scores.parquet'))} (FORMAT parquet)`);
  for (const task of tasks) {
    const name = quoted(task.name);
    const [different] = await truth.rows<{ rows: number }>(
      `SELECT count(*)::DOUBLE AS "rows" FROM
         (SELECT ${name} AS a, row_number() OVER () AS n FROM read_parquet(${literal(join(dir, 'scores.parquet'))}))
         FULL JOIN (SELECT ${name} AS b, row_number() OVER () AS m FROM read_parquet(${literal(plain)})) ON n = m
       WHERE a IS NULL OR b IS NULL OR abs(a - b) > ${roundingError}`,
    );
    if (different?.rows !== 0)
      problems.push(`${different?.rows} scores of ${task.name} differ from those of a plain copy`);
    if (split === 'train') continue;
    const counted = await scoreFigures(truth, join(dir, 'scores.parquet'), task);
    const said = report.metrics[task.name] as BinaryMetrics | undefined;
    for (const figure of ['auc', 'logLoss', 'observedOverExpected'] as const) {
      const [a, b] = [said?.[figure] ?? null, counted[figure]];
      if (!agree(a, b)) problems.push(`${figure} of ${task.name} is ${a}, by the scores ${b}`);
    }
  }
  return problems;
}
