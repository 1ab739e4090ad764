/**
 * `bench architectures`: a compiled step of each architecture at the pipeline's defaults, in rounds of one run, and how many parameters
 * each has. All are fed the same batches, of census's shape.
 */
import {
  type ArchitectureName,
  architectureNames,
  architectureSettings,
  type LeafMap,
} from '@espalier/domain';
import { resolveNativePart } from '@espalier/native';
import {
  buildNetwork,
  createCompiledTrainStep,
  type NetworkConfig,
  type TrainBatch,
  type TrainStep,
} from '@espalier/ranker';
import { loadTensorFlow, type TensorFlow } from '@espalier/tensorflow';
import { interleave, speedRatios } from '../interleave.js';
import { figure, type Measurement, result } from '../report/bench-document.js';
import { randomNumbers } from '../step/random-numbers.js';

/** A rank's part of a batch of 1,024 on two ranks of one thread each. */
const [rows, globalRows, threads] = [512, 1024, 1];
const numericColumns = 12;
const tasks = [
  { name: 'never_married', group: 'passive' },
  { name: 'income', group: 'active' },
] as const;
const rounds = 25;
const stepsPerRound = 40;

/** How many times as long as a step of `towers`, which has the fewest layers one after the other. */
const mostOverTowers: Readonly<Record<Exclude<ArchitectureName, 'towers'>, number>> = {
  'shared-bottom': 1.1,
  separate: 1.3,
  mmoe: 2.5,
  ple: 6,
};

const unit = { mean: 0, standardDeviation: 1 };
/** A network over margins asks of the forests how many there are. */
const leafMap: LeafMap = {
  totalLeaves: 4,
  forests: tasks.map(({ name }, index) => ({
    task: name,
    baseMargin: -1,
    trees: [{ offset: 2 * index, nodeIds: [1, 2], values: [-0.1, 0.1] }],
  })),
};

export async function benchArchitectures(): Promise<Measurement> {
  const tf = await loadTensorFlow({ addonPath: resolveNativePart('tfjs-addon'), threads });
  const made: OpenStep[] = [];
  // In turn: while a step is compiled its variables have the names of the others'.
  for (const name of architectureNames) made.push(await openStep(tf, name));
  try {
    const batches = makeBatches();
    const seconds = await interleave(
      Object.fromEntries(
        made.map(({ name, step }) => {
          let taken = 0;
          const run = async () => {
            const startedMs = performance.now();
            for (let count = 0; count < stepsPerRound; count++, taken++) {
              await step.run({ ...(batches[taken % batches.length] as TrainBatch), step: taken });
            }
            return (performance.now() - startedMs) / 1000 / stepsPerRound;
          };
          return [name, run];
        }),
      ),
      rounds,
    );
    const of = (name: ArchitectureName) => seconds[name] ?? [];
    return {
      results: Object.entries(mostOverTowers).map(([name, limit]) => {
        const ratios = speedRatios(of('towers'), of(name as ArchitectureName));
        return result(figure(`${name} / towers`, ratios, 'x'), { limit, better: 'lower' });
      }),
      baselines: made.flatMap(({ name, parameters }) => [
        figure(
          `${name}-step`,
          of(name).map((each) => each * 1000),
          'ms',
        ),
        figure(`${name}-parameters`, [parameters], ''),
      ]),
      notes: [
        `${tasks.length} tasks over margins and ${numericColumns} numeric columns, layers 64 then 32, ${rows} rows, Adam, ${threads} thread; ${rounds} interleaved rounds of ${stepsPerRound} steps.`,
      ],
    };
  } finally {
    for (const { step } of made) step.dispose();
  }
}

interface OpenStep {
  readonly name: ArchitectureName;
  readonly step: TrainStep;
  readonly parameters: number;
}

async function openStep(tf: TensorFlow, name: ArchitectureName): Promise<OpenStep> {
  const config: NetworkConfig = {
    ...architectureSettings(name),
    architecture: name,
    tasks,
    margins: tasks.map(() => unit),
    embeddingDim: 8,
    hidden: [64],
    tower: [32],
    dropout: 0.2,
    leafSkip: true,
    dense: Array.from({ length: numericColumns }, () => unit),
  };
  const network = buildNetwork(tf, config, { leafMap, seed: 7 });
  const step = await createCompiledTrainStep(tf, network, {
    optimizer: 'adam',
    learningRate: () => 3e-3,
    lossWeights: {},
    maxRows: rows,
    threads,
  });
  const parameters = network.parameters.reduce(
    (sum, { shape }) => sum + shape.reduce((product, size) => product * size, 1),
    0,
  );
  return { name, step, parameters };
}

function makeBatches(): Omit<TrainBatch, 'step'>[] {
  return Array.from({ length: 16 }, (_, index) => {
    const random = randomNumbers(index + 1);
    return {
      rows,
      globalRows,
      globalOffset: 0,
      columns: {
        dense: Float32Array.from({ length: rows * numericColumns }, () => 4 * random() - 2),
        margins: Float32Array.from({ length: rows * tasks.length }, () => 4 * random() - 2),
        labels: Float32Array.from({ length: rows * tasks.length }, () => (random() < 0.3 ? 1 : 0)),
      },
    };
  });
}
