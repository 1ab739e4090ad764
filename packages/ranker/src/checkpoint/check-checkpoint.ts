/**
 * Whether a training may go on from a checkpoint: every difference at once.
 * Leaves damaged checkpoints to `checkpoint-assembly.ts`.
 */
import { EspalierError } from '@espalier/domain';
import { bestName, type Checkpoint } from '../training/checkpoint.js';
import { type OptimizerName, optimizerOf, optimizerStatePrefixes } from '../training/optimizer-state.js';

/** What the training that wants to go on is. */
export interface ResumingTraining {
  readonly seed: number;
  readonly worldSize: number;
  /** True where another number of ranks may go on; the bytes of the result are then not promised. */
  readonly allowOtherWorldSize: boolean;
  readonly optimizer: OptimizerName;
  /** The network's. */
  readonly parameters: readonly { readonly name: string; readonly shape: readonly number[] }[];
  readonly totalSteps: number;
}

interface Difference {
  readonly what: 'seed' | 'world-size' | 'steps' | 'optimizer' | 'missing' | 'unexpected' | 'shape';
  readonly tensor?: string;
  /** For people; follows on "the checkpoint …". */
  readonly text: string;
}

/** The message names so many differences; `details` holds all. */
const namedDifferences = 6;

/**
 * @throws EspalierError `trainer.other-world-size` where only the number of ranks differs and may not;
 *   `trainer.other-checkpoint` for any other difference. `details.differences` lists all of them.
 */
export function checkCheckpoint(from: Checkpoint, training: ResumingTraining): void {
  const differences = [...trainingDifferences(from, training), ...tensorDifferences(from, training)];
  if (differences.length === 0) return;
  const onlyRanks = differences.every(({ what }) => what === 'world-size');
  const texts = differences.slice(0, namedDifferences).map(({ text }) => text);
  const more = differences.length - texts.length;
  throw new EspalierError(
    onlyRanks ? 'trainer.other-world-size' : 'trainer.other-checkpoint',
    `Training can't go on from the checkpoint at step ${from.step}: it ${texts.join('; it ')}${more > 0 ? `; and ${more} more differences` : ''}.`,
    { details: { step: from.step, differences } },
  );
}

function* trainingDifferences(from: Checkpoint, training: ResumingTraining): Generator<Difference> {
  const { seed, worldSize, allowOtherWorldSize, totalSteps } = training;
  if (from.seed !== seed) yield { what: 'seed', text: `has seed ${from.seed}, the training ${seed}` };
  if (from.worldSize !== worldSize && !allowOtherWorldSize) {
    yield {
      what: 'world-size',
      text: `was written by ${counted(from.worldSize, 'rank')}, the training has ${worldSize}`,
    };
  }
  if (from.step > totalSteps) {
    yield { what: 'steps', text: `is past the training's end at step ${totalSteps}` };
  }
}

/** An optimizer's tensors are compared only where the optimizer is the same: its difference says it all. */
function* tensorDifferences(from: Checkpoint, training: ResumingTraining): Generator<Difference> {
  const { optimizer, parameters } = training;
  const written = optimizerOf(from.tensors.keys());
  const sameOptimizer = written === optimizer;
  if (!sameOptimizer) {
    yield { what: 'optimizer', text: `holds the state of ${written}, the training uses ${optimizer}` };
  }
  const hasBest = [...from.tensors.keys()].some((name) => name.startsWith(bestName('')));
  const prefixes = [
    '',
    ...(sameOptimizer ? optimizerStatePrefixes[optimizer] : []),
    ...(hasBest ? [bestName('')] : []),
  ];
  const expected = new Map(
    prefixes.flatMap((prefix) => parameters.map(({ name, shape }) => [prefix + name, shape] as const)),
  );
  for (const [tensor, shape] of expected) {
    const found = from.tensors.get(tensor)?.shape;
    if (found === undefined) {
      yield { what: 'missing', tensor, text: `lacks ${tensor} [${shape}]` };
    } else if (found.join() !== shape.join()) {
      yield { what: 'shape', tensor, text: `has ${tensor} as [${found}], the network as [${shape}]` };
    }
  }
  const ignored = sameOptimizer ? [] : optimizerStatePrefixes[written];
  for (const [tensor, { shape }] of from.tensors) {
    if (expected.has(tensor) || ignored.some((prefix) => tensor.startsWith(prefix))) continue;
    yield { what: 'unexpected', tensor, text: `has ${tensor} [${shape}], which the network has not` };
  }
}

function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`;
}
