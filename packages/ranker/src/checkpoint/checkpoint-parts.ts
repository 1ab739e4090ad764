/**
 * The form in which a checkpoint is stored: safetensors files of bounded size, and a small JSON value that names them.
 * Leaves putting them together again to `checkpoint-assembly.ts`, and storing both, digests and all, to the callers.
 */
import { canonicalJson } from '@espalier/domain';
import { elementCount, type NamedTensor } from '../network/named-tensors.js';
import type { Checkpoint } from '../training/checkpoint.js';
import { joinPieces, safetensorsPieces } from './safetensors.js';

export const partsFormat = 'espalier-checkpoint-2';

/** Tensor data in a part: large enough for full speed, small enough that a few in flight cost little memory. */
const defaultMaxPartBytes = 64 << 20;

export interface CheckpointMeta {
  readonly format: typeof partsFormat;
  /** All of the checkpoint that is no tensor. */
  readonly training: Omit<Checkpoint, 'tensors'>;
  /** In the checkpoint's order. */
  readonly tensors: readonly { readonly name: string; readonly shape: readonly number[] }[];
  /** Names of the parts. */
  readonly parts: readonly string[];
}

export interface CheckpointPart {
  readonly name: string;
  /** A safetensors file, made anew at each call, so that only those at work need memory of their own. */
  bytes(): Uint8Array;
}

export interface PartsOptions {
  /** Bytes of tensor data in a part, 64 MiB by default. A row larger than that gets a part of its own. */
  readonly maxPartBytes?: number;
}

interface Slice extends NamedTensor {
  readonly name: string;
  /** Absent where the slice is the whole tensor. */
  readonly firstRow?: number;
}

/**
 * A checkpoint's parts and what to keep beside them. Equal checkpoints give equal names and bytes. Tensors keep their
 * order; one that is larger than a part is cut between rows (the first dimension). The parts read the checkpoint's memory
 * when they are asked for their bytes.
 */
export function checkpointParts(
  checkpoint: Checkpoint,
  { maxPartBytes = defaultMaxPartBytes }: PartsOptions = {},
): { readonly parts: readonly CheckpointPart[]; readonly meta: CheckpointMeta } {
  const { tensors, ...training } = checkpoint;
  const groups = packed(
    [...tensors].flatMap(([name, tensor]) => [...slicesOf(name, tensor, maxPartBytes)]),
    maxPartBytes,
  );
  const parts = groups.map((slices, index) => ({
    name: `part-${String(index).padStart(5, '0')}.safetensors`,
    bytes: () => encodePart(slices),
  }));
  const meta: CheckpointMeta = {
    format: partsFormat,
    training,
    tensors: [...tensors].map(([name, { shape }]) => ({ name, shape })),
    parts: parts.map(({ name }) => name),
  };
  return { parts, meta };
}

function* slicesOf(name: string, tensor: NamedTensor, maxBytes: number): Generator<Slice> {
  const { shape, values } = tensor;
  const [rows = 1, ...rowShape] = shape;
  const rowLength = elementCount(rowShape);
  const rowsAtOnce = Math.max(1, Math.floor(maxBytes / (rowLength * 4)));
  if (rows <= rowsAtOnce) {
    yield { name, shape, values };
    return;
  }
  for (let firstRow = 0; firstRow < rows; firstRow += rowsAtOnce) {
    const end = Math.min(rows, firstRow + rowsAtOnce);
    yield {
      name,
      shape: [end - firstRow, ...rowShape],
      values: values.subarray(firstRow * rowLength, end * rowLength),
      firstRow,
    };
  }
}

/** Consecutive slices together as long as they fit; a name is never twice in a group, because its slices fill theirs. */
function packed(slices: readonly Slice[], maxBytes: number): readonly Slice[][] {
  const groups: Slice[][] = [];
  let room = 0;
  for (const slice of slices) {
    const sizeBytes = slice.values.byteLength;
    const group = groups.at(-1);
    if (group === undefined || sizeBytes > room || group.at(-1)?.name === slice.name) {
      groups.push([slice]);
      room = maxBytes - sizeBytes;
    } else {
      group.push(slice);
      room -= sizeBytes;
    }
  }
  return groups;
}

function encodePart(slices: readonly Slice[]): Uint8Array {
  const tensors = new Map(slices.map((slice) => [slice.name, slice]));
  const firstRows = Object.fromEntries(
    slices.flatMap(({ name, firstRow }) => (firstRow === undefined ? [] : [[name, firstRow]])),
  );
  return joinPieces(safetensorsPieces(tensors, { format: partsFormat, firstRows: canonicalJson(firstRows) }));
}
