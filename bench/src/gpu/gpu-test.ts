/**
 * `test:gpu`: trains on GPUs and on the CPU, compares them, trains again and from a checkpoint, and times both.
 * Leaves finding the GPUs to its caller.
 */
import { interleave } from '../interleave.js';
import type { Figure } from '../report/bench-document.js';
import { say } from '../report/say.js';
import { lossDifference, parameterDifference } from './compare-trainings.js';
import { type GpuCheck, type GpuReport, same, speedFigures, within } from './gpu-report.js';
import type { TraineeState } from './trainee-contract.js';
import { startTraining } from './trainees.js';

export interface GpuTestOptions {
  /** As CUDA names them, at least one; null trains on the CPU in the GPU's place, to try this program itself. */
  readonly gpus: readonly (string | null)[];
  /** How the report names them. */
  readonly names: readonly string[];
  readonly sizes?: GpuTestSizes;
}

interface GpuTestSizes {
  /** Of a training. */
  readonly steps: number;
  /** After so many of them trainings on different devices are compared. */
  readonly comparedSteps: number;
  readonly rows: number;
  readonly benchRows: readonly number[];
  readonly benchSteps: number;
  readonly rounds: number;
}

/** The CPU in the place of two GPUs, and enough to see that all of it works. */
export const rehearsal: GpuTestOptions = {
  gpus: [null, null],
  names: ['rehearsal: the CPU in the place of GPUs'],
  sizes: {
    steps: 60,
    comparedSteps: 20,
    rows: 256,
    benchRows: [256],
    benchSteps: 5,
    rounds: 1,
  },
};

interface Trained {
  /** Of the compared steps, and the state after them. */
  readonly losses: readonly number[];
  readonly state: TraineeState;
  /** Of each rank's state at the end. */
  readonly digests: readonly string[];
}

const usualSizes: GpuTestSizes = {
  steps: 300,
  comparedSteps: 100,
  rows: 1024,
  benchRows: [1024, 4096, 16_384],
  benchSteps: 50,
  rounds: 5,
};

/**
 * A GPU adds in another order than a CPU, which changes the last bits of each gradient, and Adam makes whole steps of
 * gradients near zero. The made-up labels can only be learnt by heart, so that such differences grow with the steps: the
 * first are compared. After 100, two kinds of matrix product on one CPU are 1e-4 apart in the loss and 0.03 in the
 * parameters.
 */
const limits = { loss: 1e-3, parameters: 0.1 } as const;

export async function testGpus({ gpus, names, sizes = usualSizes }: GpuTestOptions): Promise<GpuReport> {
  const [first] = gpus;
  if (first === undefined) throw new RangeError('There is no GPU to test.');
  const checks: GpuCheck[] = [];
  const { steps, comparedSteps, rows } = sizes;
  const train = async (on: readonly (string | null)[]): Promise<Trained> => {
    await using training = await startTraining(on, rows);
    const start = await training.train(comparedSteps);
    const rest = await training.train(steps - comparedSteps);
    const [first] = start;
    if (first === undefined) throw new RangeError('A training has a rank.');
    return { losses: first.losses, state: first.state, digests: rest.map(({ digest }) => digest) };
  };

  say(`${steps} steps of ${rows} rows on the CPU`);
  const cpu = await train([null]);
  say('the same on the GPU, twice, and once from a checkpoint');
  const gpu = await train([first]);
  const again = await train([first]);
  checks.push(
    within('losses, GPU against CPU', lossDifference(gpu.losses, cpu.losses), limits.loss),
    within('parameters, GPU against CPU', parameterDifference(gpu.state, cpu.state), limits.parameters),
    same('a training and its repetition', [...gpu.digests, ...again.digests]),
    same('a training and one that was stopped and resumed', [...gpu.digests, await resumed(first, sizes)]),
  );

  const [, second] = gpus;
  if (second !== undefined) {
    say('the same on two GPUs, twice');
    const pair = await train([first, second]);
    const repeated = await train([first, second]);
    checks.push(
      within('losses, 2 ranks against 1', lossDifference(pair.losses, gpu.losses), limits.loss),
      within('parameters, 2 ranks against 1', parameterDifference(pair.state, gpu.state), limits.parameters),
      same('2 ranks and their repetition', [...pair.digests, ...repeated.digests]),
    );
  }
  return { devices: names, checks, figures: await bench(first, sizes), onCpu: await strays(first, rows) };
}

/** The digest of a training that was stopped halfway and went on in another process. */
async function resumed(gpu: string | null, { steps, rows }: GpuTestSizes): Promise<string> {
  const stopAt = Math.floor(steps * 0.45);
  const state = await (async () => {
    await using training = await startTraining([gpu], rows);
    const [half] = await training.train(stopAt);
    return half?.state;
  })();
  if (state === undefined) throw new RangeError('A training has a rank.');
  await using training = await startTraining([gpu], rows);
  const [rest] = await training.train(steps - stopAt, state);
  return rest?.digest ?? '';
}

async function bench(gpu: string | null, { benchRows, benchSteps, rounds }: GpuTestSizes): Promise<Figure[]> {
  const figures: Figure[] = [];
  for (const rows of benchRows) {
    say(`${rounds} rounds of ${benchSteps} steps of ${rows} rows on each`);
    await using onGpu = await startTraining([gpu], rows);
    await using onCpu = await startTraining([null], rows);
    const seconds = await interleave(
      {
        gpu: async () => (await onGpu.train(benchSteps))[0]?.seconds,
        cpu: async () => (await onCpu.train(benchSteps))[0]?.seconds,
      },
      rounds,
    );
    figures.push(...speedFigures(rows, benchSteps, seconds.gpu, seconds.cpu));
  }
  return figures;
}

/** Constants and arguments lie where they are used: only ops that compute count. */
const noWork = /^(_Arg|_Retval|_Send|_Recv|_HostSend|_HostRecv|NoOp|Const|VarHandleOp|Identity|)$/;

async function strays(gpu: string | null, rows: number): Promise<string[]> {
  await using training = await startTraining([gpu], rows);
  await training.train(1);
  const ops = await training.place();
  return (ops.get('CPU') ?? []).filter((op) => !noWork.test(op)).sort();
}
