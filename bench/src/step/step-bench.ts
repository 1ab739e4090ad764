/**
 * `bench step`: the compiled step against tfjs's eager one and against Python on the same libtensorflow, in rounds of one
 * run. Every side starts from the same numbers, is fed the same batches, and has to lose the same.
 */
import { resolveNativePart } from '@espalier/native';
import { loadTensorFlow, type TensorFlow } from '@espalier/tensorflow';
import { inScratch } from '../census/census-example.js';
import { interleave, speedRatios } from '../interleave.js';
import { type BenchResult, type Figure, figure, type Measurement, result } from '../report/bench-document.js';
import { say } from '../report/say.js';
import { compiledStep } from './compiled-step.js';
import { eagerStep } from './eager-step.js';
import { type PythonCompetitor, type PythonSteps, startPythonSteps } from './python-steps.js';
import { checkSameLosses } from './same-losses.js';
import type { StepCompetitor } from './step-competitor.js';
import { sizes, writeProblem } from './step-problem.js';

const threads = 2;
/** Many short rounds: what else the machine does changes by the second. */
const rounds = 25;
/** Steps whose losses are compared before anything is timed. */
const comparedSteps = 10;
/** Steps of a round: about a fifth of a second of eager ones. */
const cases = [
  { rows: 256, steps: 24, overEager: 2.5 },
  { rows: 1024, steps: 15, overEager: 2.5 },
  { rows: 4096, steps: 5, overEager: 1.8 },
] as const;
const overFunction = 1;
const pythonSides: readonly PythonCompetitor[] = ['tf.function', 'tf.function-xla', 'keras', 'python-eager'];

export async function benchStep(): Promise<Measurement> {
  return inScratch(async (dir) => {
    await writeProblem(
      dir,
      cases.map(({ rows }) => rows),
    );
    const tf = await loadTensorFlow({ addonPath: resolveNativePart('tfjs-addon'), threads });
    await using python = await startPythonSteps(dir, threads);
    const results: BenchResult[] = [];
    const baselines: Figure[] = [];
    for (const each of cases) {
      say(`batch ${each.rows}`);
      const measured = await measureCase(tf, python, each);
      results.push(...measured.results);
      baselines.push(...measured.baselines);
    }
    const { slots, embeddingDim, hidden, towers } = sizes;
    const { tensorflow, python: version } = python.versions;
    return {
      results,
      baselines,
      notes: [
        `Shared bottom: ${slots} leaf slots x ${embeddingDim}, layers ${hidden.join('/')}, ${towers} towers, Adam; ${threads} threads on every side, ${rounds} interleaved rounds, each step fed anew and its loss read.`,
        'compiled: runSync of the compiled step, compiled-async: run; Python waits for its steps in the same way as runSync.',
        `eager: tfjs-node op by op, tf.train.adam. tf.function: Python ${version}, TensorFlow ${tensorflow}, the fused Adam. keras: the same layers in Keras under tf.function, its own Adam.`,
        `The first ${comparedSteps} losses of every side were compared before timing: it is the same work.`,
      ],
    };
  });
}

async function measureCase(
  tf: TensorFlow,
  python: PythonSteps,
  { rows, steps, overEager }: (typeof cases)[number],
): Promise<Pick<Measurement, 'results' | 'baselines'>> {
  await using compiled = await compiledStep(tf, rows, { threads });
  await using compiledAsync = await compiledStep(tf, rows, { threads, async: true });
  await using compiledXla = await compiledStep(tf, rows, { threads, xla: true });
  await using compiledBfloat16 = await compiledStep(tf, rows, { threads, bfloat16: true });
  await using eager = eagerStep(tf, rows);
  const others = pythonSides.map((name): [string, StepCompetitor] => [name, python.competitor(name, rows)]);
  const sides = new Map<string, StepCompetitor>([
    ['compiled', compiled],
    ['compiled-async', compiledAsync],
    ['compiled-xla', compiledXla],
    ['compiled-bfloat16', compiledBfloat16],
    ['eager', eager],
    ...others,
  ]);
  await checkSameLosses(sides, { steps: comparedSteps, rows, reference: 'tf.function' });
  const seconds = await interleave(
    Object.fromEntries(
      [...sides].map(([name, side]) => [name, async () => (await side.run(steps)).seconds / steps]),
    ),
    rounds,
  );
  const of = (name: string) => seconds[name] ?? [];
  const over = (name: string) => figure(`${name}-${rows}`, speedRatios(of('compiled'), of(name)), 'x');
  return {
    results: [
      result(over('eager'), { limit: overEager, better: 'higher' }),
      result(over('tf.function'), { limit: overFunction, better: 'higher' }),
    ],
    baselines: [...sides.keys()].map((name) =>
      figure(
        `${name}-step-${rows}`,
        of(name).map((each) => each * 1000),
        'ms',
      ),
    ),
  };
}
