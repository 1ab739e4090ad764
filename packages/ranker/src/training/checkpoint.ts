/**
 * Checkpoints: all that a training needs to go on as if it had never stopped, as bytes.
 * Leaves where the bytes are kept, and committing them, to the callers.
 *
 * The format is safetensors (a header length, a JSON header, raw little-endian tensors), readable from Python; what is no
 * tensor stands in its `__metadata__`. Equal checkpoints have equal bytes.
 */
import { canonicalJson, EspalierError } from '@espalier/domain';
import { elementCount, type NamedTensor } from '../network/named-tensors.js';
import type { StepLosses, TrainState } from './train-step.js';

export interface Checkpoint extends TrainState {
  /** Seed of data order and dropout. */
  readonly seed: number;
  readonly worldSize: number;
  /** Mean losses of the epochs that are done. */
  readonly epochLosses: readonly StepLosses[];
  /** Sums of loss times rows over the epoch that is under way, by task; exact, so that resuming reports the same means. */
  readonly runningLosses: Readonly<Record<string, number>>;
}

const formatName = 'espalier-checkpoint-1';
const headerLengthBytes = 8;

export function encodeCheckpoint(checkpoint: Checkpoint): Uint8Array {
  const { tensors, ...rest } = checkpoint;
  const header: Record<string, unknown> = {
    __metadata__: { format: formatName, training: canonicalJson(rest) },
  };
  let dataBytes = 0;
  for (const [name, { shape, values }] of tensors) {
    header[name] = { dtype: 'F32', shape, data_offsets: [dataBytes, dataBytes + values.byteLength] };
    dataBytes += values.byteLength;
  }
  // safetensors lets the header end in spaces; they keep the floats aligned.
  const text = canonicalJson(header);
  const textBytes = new TextEncoder().encode(text);
  const headerBytes = Math.ceil(textBytes.length / 8) * 8;
  const bytes = new Uint8Array(headerLengthBytes + headerBytes + dataBytes);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(headerBytes), true);
  bytes.fill(0x20, headerLengthBytes, headerLengthBytes + headerBytes);
  bytes.set(textBytes, headerLengthBytes);
  let offset = headerLengthBytes + headerBytes;
  for (const { values } of tensors.values()) {
    bytes.set(new Uint8Array(values.buffer, values.byteOffset, values.byteLength), offset);
    offset += values.byteLength;
  }
  return bytes;
}

/** @throws EspalierError `trainer.invalid-checkpoint` when the bytes are not a whole checkpoint */
export function decodeCheckpoint(bytes: Uint8Array): Checkpoint {
  try {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const dataStart = headerLengthBytes + Number(view.getBigUint64(0, true));
    const header = JSON.parse(new TextDecoder().decode(bytes.subarray(headerLengthBytes, dataStart)));
    const { __metadata__: metadata, ...entries } = header as {
      __metadata__: { format: string; training: string };
    } & Record<string, { shape: number[]; data_offsets: [number, number] }>;
    if (metadata.format !== formatName) throw new RangeError(`the format is "${metadata.format}"`);
    const rest = JSON.parse(metadata.training) as Omit<Checkpoint, 'tensors'>;
    const tensors = Object.entries(entries)
      .sort(([, a], [, b]) => a.data_offsets[0] - b.data_offsets[0])
      .map(
        ([
          name,
          {
            shape,
            data_offsets: [start, end],
          },
        ]): [string, NamedTensor] => {
          // A copy, aligned for floats: `slice` of a Buffer, as S3's bytes come in, would be a view.
          const slice = Uint8Array.from(bytes.subarray(dataStart + start, dataStart + end));
          if (slice.byteLength !== elementCount(shape) * 4) throw new RangeError(`"${name}" is cut short`);
          return [name, { shape, values: new Float32Array(slice.buffer) }];
        },
      );
    return { ...rest, tensors: new Map(tensors) };
  } catch (cause) {
    throw new EspalierError('trainer.invalid-checkpoint', "A checkpoint's bytes can't be read.", { cause });
  }
}
