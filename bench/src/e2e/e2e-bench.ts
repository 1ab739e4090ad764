/**
 * `bench e2e`: the census run with leaf embeddings, from Parquet to bundle, against a plain Python script that does the same; and the run
 * as the example has it, over margins, against that.
 */
import { fileURLToPath } from 'node:url';
import { inheritedEnvironment } from '@espalier/settings';
import { loadSpec } from '@espalier/spec';
import { censusPipelinePath, inScratch } from '../census/census-example.js';
import { interleave, speedRatios } from '../interleave.js';
import { figure, type Measurement, result } from '../report/bench-document.js';
import { say } from '../report/say.js';
import { withStack } from '../stack/bench-stack.js';
import { type PythonReport, preparePythonPipeline } from './python-pipeline.js';
import { runCommand } from './run-command.js';

const rounds = 3;
/** Where the network is the most work: leaves are looked up, on all rows of four epochs. */
const embeddings = ['model.leaves=embeddings', 'training.epochs=4', 'training.learningRate=0.0003'];
/** How far below the script's a run's AUC may lie, at most. */
const aucTolerance = 1e-3;
const program = fileURLToPath(new URL('../../../packages/cli/bin/espalier.js', import.meta.url));

interface RunReport {
  readonly stages: readonly { readonly name: string; readonly seconds: number }[];
  readonly metrics: Readonly<Record<string, { readonly auc: number }>>;
}

export async function benchE2e(): Promise<Measurement> {
  const loaded = await loadSpec(censusPipelinePath, { sets: embeddings });
  return inScratch(async (scratchDir) => {
    const runScript = await preparePythonPipeline(loaded, scratchDir);
    const runs = {
      compiled: [] as RunReport[],
      eager: [] as RunReport[],
      margins: [] as RunReport[],
      script: [] as PythonReport[],
    };
    const seconds = await withStack(({ environment }) => {
      const run = (sets: readonly string[]) => runEspalier(environment, sets);
      return interleave(
        {
          compiled: async () => void runs.compiled.push(await run(embeddings)),
          script: async () => void runs.script.push(await runScript()),
          eager: async () => void runs.eager.push(await run([...embeddings, 'training.execution=eager'])),
          margins: async () => void runs.margins.push(await run([])),
        },
        rounds,
      );
    });
    checkSameQuality(runs.compiled, runs.script);
    const { trees, workers } = loaded.spec.encoder;
    const ratios = ratiosOf(seconds.compiled, seconds.script);
    const trainSeconds = (of: readonly RunReport[]) => of.slice(-rounds).map(stageSeconds('train'));
    const [compiledTrain, eagerTrain] = [trainSeconds(runs.compiled), trainSeconds(runs.eager)];
    return {
      results: [
        result(figure('python-script', ratios, 'x'), { limit: 0.42, better: 'lower' }),
        result(figure('eager-train-stage', speedRatios(compiledTrain, eagerTrain), 'x'), {
          limit: 2,
          better: 'higher',
        }),
        result(figure('margins-run', ratiosOf(seconds.margins, seconds.compiled), 'x'), {
          limit: 1.05,
          better: 'lower',
        }),
      ],
      baselines: [
        figure('espalier-run', seconds.compiled, 's'),
        ...(runs.compiled[0]?.stages ?? []).map(({ name }) =>
          figure(`espalier-${name}`, runs.compiled.slice(-rounds).map(stageSeconds(name)), 's'),
        ),
        figure('script-run', seconds.script, 's'),
        ...Object.keys(runs.script[0]?.seconds ?? {}).map((name) =>
          figure(
            `script-${name}`,
            runs.script.slice(-rounds).map((each) => each.seconds[name] ?? Number.NaN),
            's',
          ),
        ),
        figure('margins-run', seconds.margins, 's'),
        ...(runs.margins[0]?.stages ?? []).map(({ name }) =>
          figure(`margins-${name}`, runs.margins.slice(-rounds).map(stageSeconds(name)), 's'),
        ),
        figure('eager-run', seconds.eager, 's'),
        figure('eager-train', eagerTrain, 's'),
      ],
      notes: [
        `The census example with leaf embeddings on a stack that is up: ${trees} trees a task, ${workers} encoder and ${loaded.spec.training.workers} trainer ranks, no cache; processes timed from start to end, ${rounds} interleaved rounds. The idle stack stays up beside the script.`,
        'python-script: pandas, XGBoost on all cores, a Keras model of the same layers trained by fit with early stopping, scikit-learn, SavedModel (bench/python/census_pipeline.py). Its AUC is the same to a thousandth.',
        'margins-run: the example as it stands, the network over out-of-fold margins, over the run with embeddings.',
        "eager-train-stage: the train stage's seconds with training.execution=eager over those of the compiled step.",
      ],
    };
  });
}

async function runEspalier(
  environment: Readonly<Record<string, string>>,
  sets: readonly string[],
): Promise<RunReport> {
  const options = ['--wait', '--json', '--no-cache', ...sets.flatMap((each) => ['--set', each])];
  const args = [program, 'run', censusPipelinePath, ...options];
  const env = inheritedEnvironment(environment);
  const report = JSON.parse(await runCommand({ executable: process.execPath, args, env })) as RunReport;
  say(
    `${sets.join(' ') || 'compiled'}: ${report.stages.map(({ name, seconds }) => `${name} ${seconds}`).join(', ')}`,
  );
  return report;
}

const ratiosOf = (above: readonly number[], below: readonly number[]) =>
  above.map((each, round) => each / (below[round] ?? Number.NaN));

const stageSeconds = (stage: string) => (run: RunReport) =>
  run.stages.find(({ name }) => name === stage)?.seconds ?? Number.NaN;

/** @throws RangeError when the run's model is worse than the script's: the comparison would be of different work. */
function checkSameQuality(runs: readonly RunReport[], scripts: readonly PythonReport[]): void {
  for (const [task, { auc }] of Object.entries(scripts[0]?.metrics ?? {})) {
    const found = Number(runs[0]?.metrics[task]?.auc);
    if (found >= auc - aucTolerance) continue;
    throw new RangeError(`the AUC of ${task} is ${found}, the script's ${auc}`);
  }
}
