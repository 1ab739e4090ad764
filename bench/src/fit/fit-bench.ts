/** `bench fit`: the census example's fit-encoder stage against XGBoost's own `hist` in Python, which has the rows in memory and all cores. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { resolveNativePart } from '@espalier/native';
import { loadSpec } from '@espalier/spec';
import { censusPipelinePath, inScratch } from '../census/census-example.js';
import { interleave } from '../interleave.js';
import { figure, type Measurement, result } from '../report/bench-document.js';
import { say } from '../report/say.js';
import { withStack } from '../stack/bench-stack.js';
import { type CensusProblem, prepareCensus } from './census-problem.js';
import { type HistAnswer, startPythonHist } from './python-hist.js';
import { type MainForest, requireSameForests } from './same-forests.js';
import { fitInRun, forestOfRun, type StageOfRun } from './stage-of-run.js';

const rounds = 5;
const mostTimesOfHist = 1.25;
const parts = ['start', 'load', 'fit', 'finish'] as const;

interface Measured {
  readonly problem: CensusProblem;
  readonly waiting: 'spinning' | 'sleeping';
  /** Of the counted rounds. */
  readonly stages: readonly StageOfRun[];
  readonly hists: readonly HistAnswer[];
}

export async function benchFit(): Promise<Measurement> {
  const { spec } = await loadSpec(censusPipelinePath);
  const { problem, waiting, stages, hists } = await measure();
  const seconds = (of: readonly { readonly seconds: number }[]) => of.map((each) => each.seconds);
  const processor = (of: readonly { readonly processorSeconds: number }[]) =>
    of.map(({ processorSeconds }) => processorSeconds);
  const over = (ours: readonly number[], theirs: readonly number[]) =>
    ours.map((each, round) => each / (theirs[round] ?? Number.NaN));
  const trees = problem.forests.reduce((sum, forest) => sum + forest.rounds, 0);
  return {
    results: [
      result(figure('stage-over-hist', over(seconds(stages), seconds(hists)), 'x'), {
        limit: mostTimesOfHist,
        better: 'lower',
      }),
    ],
    baselines: [
      figure('processor-over-hist', over(processor(stages), processor(hists)), 'x'),
      figure('stage', seconds(stages), 's'),
      ...parts.map((part) =>
        figure(
          `stage-${part}`,
          stages.map((stage) => stage.parts[part]),
          's',
        ),
      ),
      figure(`hist-${waiting}`, seconds(hists), 's'),
      figure('stage-processor', processor(stages), 's'),
      figure(`hist-${waiting}-processor`, processor(hists), 's'),
    ],
    notes: [
      `The census example: ${problem.rows} training rows x ${problem.columns} columns, ${problem.forests.length} forests of ${trees} trees, those of folds on the rows outside their fold; ${rounds} interleaved rounds, and one that warms up.`,
      `stage: fit-encoder of a run with --no-cache on a stack that is up, ${spec.encoder.workers} ranks, from the stage's start to its end as the report has it: slots, ranks, rows from S3, fitting, checkpoints, leaf maps, commit. The run is cancelled then.`,
      'hist: XGBoost of the same version in one Python process with the same rows, parameters and trees, on all cores; from arrays in memory to forests. The idle stack is up beside it. Main forests of both sides have the same log loss to 3 %.',
      `hist's threads wait ${waiting}: before the rounds both ways (OMP_WAIT_POLICY) fit once, and the quicker one is compared with.`,
      'processor: processor time, of the stage that of all processes of the stack. On a busy machine it tells more than the ratio of seconds does: who has more threads gets more of the cores, and the ranks have four.',
    ],
  };
}

async function measure(): Promise<Measured> {
  const loaded = await loadSpec(censusPipelinePath);
  return inScratch(async (dir) => {
    const problem = await prepareCensus(dir);
    await using hist = await startPythonHist(dir);
    const stages: StageOfRun[] = [];
    const hists: HistAnswer[] = [];
    await withStack(async (stack) => {
      const competitors = {
        stage: async () => {
          const stage = await fitInRun(stack, loaded);
          stages.push(stage);
          say(`stage ${stage.seconds.toFixed(2)} s, of it fitting ${stage.parts.fit.toFixed(2)} s`);
        },
        hist: async () => {
          const answer = await hist.fit();
          hists.push(answer);
          say(`hist ${answer.seconds.toFixed(2)} s`);
        },
      };
      await interleave(competitors, rounds);
      const main: MainForest[] = [];
      for (const [place, { task, fold }] of problem.forests.entries()) {
        if (fold !== null) continue;
        const ours = await forestOfRun(stack, stages.at(-1)?.runId ?? '', task);
        main.push({ task, ours, theirs: await readFile(join(dir, hists.at(-1)?.models[place] ?? '')) });
      }
      await requireSameForests(resolveNativePart('xgboost'), problem, main);
    });
    const { waiting } = hist;
    return { problem, waiting, stages: stages.slice(-rounds), hists: hists.slice(-rounds) };
  });
}
