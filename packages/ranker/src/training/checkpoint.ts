/**
 * Checkpoints: all that a training needs to go on as if it had never stopped, and their form as one file.
 * Leaves the form in parts, in which they are stored, to `checkpoint-parts.ts`, and the storing to the callers.
 */
import { createHash } from 'node:crypto';
import { canonicalJson, type Digest, EspalierError, type Measurement } from '@espalier/domain';
import { joinPieces, readSafetensors, safetensorsPieces } from '../checkpoint/safetensors.js';
import type { NamedTensor, NamedTensors } from '../network/named-tensors.js';
import type { StepLosses, TrainState } from './train-step.js';

/**
 * Nothing in it depends on how many processes there were: any number of ranks can load it. Only as many as wrote it are
 * sure to end in the same bytes, because another number sums gradients in another order.
 */
export interface Checkpoint extends TrainState {
  /**
   * Seed of data order and dropout. Draws are functions of it, the step and a position in the global batch, so it is all
   * the random state there is.
   */
  readonly seed: number;
  /** Ranks that trained. */
  readonly worldSize: number;
  /** Mean losses of the epochs that are done. */
  readonly epochLosses: readonly StepLosses[];
  /** Sums of loss times rows over the epoch that is under way, by task; exact, so that resuming reports the same means. */
  readonly runningLosses: Readonly<Record<string, number>>;
  /** Where states are measured on early-stop rows; the best one's parameters are among the tensors, as `best/NAME`. */
  readonly selection?: SelectionProgress;
}

/** What has been measured so far, and what the next measurement goes on with. */
export interface SelectionProgress {
  readonly curve: readonly Measurement[];
  /** Sums of loss times rows since the last measurement, by task, and those rows. */
  readonly losses: Readonly<Record<string, number>>;
  readonly rows: number;
}

const bestPrefix = 'best/';

/** Names under which a checkpoint keeps the parameters of the best state, where another one is it. */
export function bestName(parameter: string): string {
  return bestPrefix + parameter;
}

/** A checkpoint's tensors: those of the state itself, and the best state's parameters by their own names. */
export function splitTensors(tensors: NamedTensors): {
  readonly state: NamedTensors;
  readonly best: NamedTensors;
} {
  const entries = [...tensors];
  const isBest = ([name]: (typeof entries)[number]) => name.startsWith(bestPrefix);
  return {
    state: new Map(entries.filter((entry) => !isBest(entry))),
    best: new Map(entries.filter(isBest).map(([name, tensor]) => [name.slice(bestPrefix.length), tensor])),
  };
}

const formatName = 'espalier-checkpoint-1';
/** OpenSSL's hash takes less than 2 GiB at once. */
const hashedBytes = 1 << 30;

function pieces({ tensors, ...rest }: Checkpoint): readonly Uint8Array[] {
  return safetensorsPieces(tensors, { format: formatName, training: canonicalJson(rest) });
}

/** One safetensors file; what is no tensor stands in its metadata. Equal checkpoints have equal bytes. */
export function encodeCheckpoint(checkpoint: Checkpoint): Uint8Array {
  return joinPieces(pieces(checkpoint));
}

/** SHA-256 of what `encodeCheckpoint` returns, without that copy of the state. */
export function checkpointDigest(checkpoint: Checkpoint): Digest {
  const hash = createHash('sha256');
  for (const piece of pieces(checkpoint)) {
    for (let start = 0; start < piece.byteLength; start += hashedBytes) {
      hash.update(piece.subarray(start, start + hashedBytes));
    }
  }
  return `sha256:${hash.digest('hex')}`;
}

/** @throws EspalierError `trainer.invalid-checkpoint` when the bytes are not a whole checkpoint */
export function decodeCheckpoint(bytes: Uint8Array): Checkpoint {
  try {
    const { metadata, tensors } = readSafetensors(bytes);
    if (metadata.format !== formatName) throw new RangeError(`the format is "${metadata.format}"`);
    const rest = JSON.parse(metadata.training ?? '') as Omit<Checkpoint, 'tensors'>;
    const named = tensors.map(({ name, shape, data }): [string, NamedTensor] => [
      name,
      // A copy, aligned for floats: `slice` of a Buffer, as S3's bytes come in, would be a view.
      { shape, values: new Float32Array(Uint8Array.from(data).buffer) },
    ]);
    return { ...rest, tensors: new Map(named) };
  } catch (cause) {
    throw new EspalierError('trainer.invalid-checkpoint', "A checkpoint's bytes can't be read.", { cause });
  }
}
