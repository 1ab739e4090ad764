/** `bench score`: `espalier score` against a plain Python script with the same bundle, rows and predictions; and its memory of eight times the rows. */
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { inheritedEnvironment } from '@espalier/settings';
import { inScratch } from '../census/census-example.js';
import { interleave, speedRatios } from '../interleave.js';
import { openPythonEnvironment, pythonScript } from '../python/python-environment.js';
import { figure, type Measurement, result } from '../report/bench-document.js';
import { say } from '../report/say.js';
import { type MeasuredProcess, measureProcess } from './measured-process.js';
import { greatestDifference, type ModelKind, makeBundles, writeRows } from './score-inputs.js';

/** The example's held-out rows three times over, and eight times that. */
const times = { few: 3, many: 24 };
const startRows = 100;
const rounds = 3;
const leastRatio = 1;
/** Eight times the rows: what grew with them would be near 8. Native allocators keep a little more for a while. */
const mostMemoryRatio = 1.1;
/** Of probabilities that two programs work out by the same sums. */
const tolerance = 1e-5;
const tasks = ['never_married', 'income'];
const program = fileURLToPath(new URL('../../../packages/cli/bin/espalier.js', import.meta.url));

interface Inputs {
  readonly few: string;
  readonly many: string;
  readonly start: string;
}

export async function benchScore(): Promise<Measurement> {
  return await inScratch(async (dir) => {
    const bundles = await makeBundles(dir);
    const inputs = {
      few: join(dir, 'few.parquet'),
      many: join(dir, 'many.parquet'),
      start: join(dir, 'start.parquet'),
    };
    const rows = await writeRows(inputs.few, times.few);
    const manyRows = await writeRows(inputs.many, times.many);
    await writeRows(inputs.start, 1, startRows);
    const sides = await openSides(dir);
    const margins = await compare(sides, bundles.margins, 'margins', inputs, rows);
    const embeddings = await compare(sides, bundles.embeddings, 'embeddings', inputs, rows);
    const memory = await compareMemory(sides, bundles.embeddings, inputs, embeddings);
    return {
      results: [...margins.results, ...embeddings.results, memory.result],
      baselines: [...margins.baselines, ...embeddings.baselines, ...memory.baselines],
      notes: [
        `${rows.toLocaleString('en-US')} rows of the census example's held-out rows, over and over, from one Parquet file into another; ${rounds} interleaved rounds of processes, from start to end.`,
        'process/python: rows a second of whole processes, with starting. rows/python: the same without what each takes to score ' +
          `${startRows} rows (start, python-start): loading the program, its libraries, the bundle.`,
        'python: bench/python/score_bundle.py, 16,384 rows at a time: Arrow, pred_leaf on all cores, the SavedModel. The predictions of both must agree to ' +
          `${tolerance}, or the benchmark fails.`,
        `memory-many/few: the most memory of scoring ${manyRows.toLocaleString('en-US')} rows over that of an eighth of them.`,
      ],
    };
  });
}

type Side = (bundle: string, input: string) => Promise<MeasuredProcess & { readonly output: string }>;

interface Sides {
  readonly espalier: Side;
  readonly python: Side;
}

/** Scores lie beside their rows. */
async function openSides(dir: string): Promise<Sides> {
  const { executable, variables } = await openPythonEnvironment();
  const ownHome = inheritedEnvironment({ ESPALIER_HOME: join(dir, 'home') });
  return {
    espalier: async (bundle, input) => {
      const output = `${input}.espalier`;
      const where = ['--bundle', bundle, '--input', input, '--output', output];
      const args = [program, 'score', ...where, '--force', '--json'];
      return { output, ...(await measureProcess(process.execPath, args, ownHome)) };
    },
    python: async (bundle, input) => {
      const output = `${input}.python`;
      const args = [pythonScript('score_bundle.py'), bundle, input, output];
      return { output, ...(await measureProcess(executable, args, variables)) };
    },
  };
}

interface Compared extends Pick<Measurement, 'results' | 'baselines'> {
  /** MiB of each round's process over all rows. */
  readonly peaks: Readonly<Record<keyof Sides, readonly number[]>>;
}

async function compare(
  sides: Sides,
  bundle: string,
  kind: ModelKind,
  inputs: Inputs,
  rows: number,
): Promise<Compared> {
  const peaks: Record<keyof Sides, number[]> = { espalier: [], python: [] };
  const outputs: Record<keyof Sides, string> = { espalier: '', python: '' };
  const scoring = (side: keyof Sides) => async () => {
    const { seconds, peakMib, output } = await sides[side](bundle, inputs.few);
    say(`${kind}, ${side}: ${(rows / seconds).toFixed(0)} rows/s`);
    peaks[side].push(peakMib);
    outputs[side] = output;
    return seconds;
  };
  const starting = (side: keyof Sides) => async () => (await sides[side](bundle, inputs.start)).seconds;
  const seconds = await interleave(
    {
      ...{ espalier: scoring('espalier'), python: scoring('python') },
      ...{ start: starting('espalier'), pythonStart: starting('python') },
    },
    rounds,
  );
  const difference = await greatestDifference(outputs.espalier, outputs.python, tasks);
  if (!(difference <= tolerance)) throw new Error(`the predictions over ${kind} differ by ${difference}`);
  const less = (all: readonly number[], start: readonly number[]) =>
    all.map((value, round) => value - (start[round] ?? 0));
  const perSecond = (all: readonly number[]) => all.map((value) => rows / value);
  const own = less(seconds.espalier, seconds.start);
  const theirs = less(seconds.python, seconds.pythonStart);
  const target = { limit: leastRatio, better: 'higher' } as const;
  return {
    peaks,
    results: [
      result(figure(`${kind}-process/python`, speedRatios(seconds.espalier, seconds.python), 'x'), target),
      result(figure(`${kind}-rows/python`, speedRatios(own, theirs), 'x'), target),
    ],
    baselines: [
      figure(`${kind}-process`, perSecond(seconds.espalier), 'rows/s'),
      figure(`${kind}-rows`, perSecond(own), 'rows/s'),
      figure(`${kind}-python-process`, perSecond(seconds.python), 'rows/s'),
      figure(`${kind}-python-rows`, perSecond(theirs), 'rows/s'),
      figure(`${kind}-start`, seconds.start, 's'),
      figure(`${kind}-python-start`, seconds.pythonStart, 's'),
      figure(`${kind}-difference`, [difference], ''),
    ],
  };
}

async function compareMemory({ espalier }: Sides, bundle: string, inputs: Inputs, { peaks }: Compared) {
  const many = (await espalier(bundle, inputs.many)).peakMib;
  const ratio = figure(
    'memory-many/few',
    peaks.espalier.map((mib) => many / mib),
    'x',
  );
  return {
    result: result(ratio, { limit: mostMemoryRatio, better: 'lower' }),
    baselines: [
      figure('few-peak-memory', peaks.espalier, 'MiB'),
      figure('many-peak-memory', [many], 'MiB'),
      figure('python-few-peak-memory', peaks.python, 'MiB'),
    ],
  };
}
