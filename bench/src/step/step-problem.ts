/**
 * What every side of `bench step` is given: sizes, starting values, batches; and the same as files for the Python side.
 * The model itself is `step-model.ts`, and `bench/python/step_model.py` there.
 */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { randomNumbers } from './random-numbers.js';

/** A shared-bottom network over leaf slots: about 350,000 parameters. */
export const sizes = {
  slots: 64,
  leavesPerSlot: 54,
  embeddingDim: 16,
  hidden: [256, 128],
  towers: 5,
} as const;
/**
 * Adam's settings. TensorFlow's fused op adds epsilon before the bias correction, tfjs and the paper after it: an
 * epsilon well below the gradients' size leaves no difference, so that all sides can be held to the same losses.
 */
export const adam = { learningRate: 1e-3, beta1: 0.9, beta2: 0.999, epsilon: 1e-10 } as const;
/** Different batches, taken in turn. */
const batchCount = 16;

export interface Parameter {
  readonly name: string;
  readonly shape: readonly number[];
  readonly values: Float32Array;
}

export interface Batch {
  /** Row-major [rows, slots]: rows of the embedding table. */
  readonly ids: Int32Array;
  /** Row-major [rows, towers]: 0 or 1. */
  readonly labels: Float32Array;
}

const elements = (shape: readonly number[]) => shape.reduce((product, size) => product * size, 1);

/** The parameters at the start: uniform as Keras starts them, biases 0. */
export function startParameters(): Parameter[] {
  const random = randomNumbers(7);
  const uniform = (name: string, shape: readonly number[], limit: number): Parameter => ({
    name,
    shape,
    values: Float32Array.from({ length: elements(shape) }, () => (2 * random() - 1) * limit),
  });
  const layer = (name: string, inputs: number, outputs: number): Parameter[] => [
    uniform(`${name}/kernel`, [inputs, outputs], Math.sqrt(6 / (inputs + outputs))),
    uniform(`${name}/bias`, [outputs], 0),
  ];
  const { slots, leavesPerSlot, embeddingDim, hidden, towers } = sizes;
  const parameters = [uniform('embedding', [slots * leavesPerSlot, embeddingDim], 0.05)];
  let width = slots * embeddingDim;
  for (const [depth, outputs] of hidden.entries()) {
    parameters.push(...layer(`hidden/${depth}`, width, outputs));
    width = outputs;
  }
  for (let tower = 0; tower < towers; tower++) parameters.push(...layer(`tower/${tower}`, width, 1));
  return parameters;
}

/** Rows with one leaf a slot; three in ten labels are 1. */
export function makeBatches(rows: number, { slots, leavesPerSlot, towers } = sizes): Batch[] {
  const random = randomNumbers(rows);
  return Array.from({ length: batchCount }, () => ({
    ids: Int32Array.from(
      { length: rows * slots },
      (_, index) => (index % slots) * leavesPerSlot + Math.floor(random() * leavesPerSlot),
    ),
    labels: Float32Array.from({ length: rows * towers }, () => (random() < 0.3 ? 1 : 0)),
  }));
}

/** Writes what `bench/python/step_server.py` reads. */
export async function writeProblem(dir: string, batchSizes: readonly number[]): Promise<void> {
  const parameters = startParameters();
  const described = parameters.map(({ name, shape }, index) => ({ name, shape, file: `start-${index}.bin` }));
  for (const [index, { values }] of parameters.entries()) {
    await writeFile(join(dir, `start-${index}.bin`), values);
  }
  for (const rows of batchSizes) {
    const batches = makeBatches(rows);
    const joined = (kind: 'ids' | 'labels') => Buffer.concat(batches.map((batch) => bytesOf(batch[kind])));
    await writeFile(join(dir, `ids-${rows}.bin`), joined('ids'));
    await writeFile(join(dir, `labels-${rows}.bin`), joined('labels'));
  }
  const { slots, towers } = sizes;
  const problem = { parameters: described, batches: batchCount, slots, towers, adam };
  await writeFile(join(dir, 'problem.json'), JSON.stringify(problem));
}

function bytesOf({ buffer, byteOffset, byteLength }: Int32Array | Float32Array): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}
