/**
 * The safetensors format: a header length, a JSON header, raw little-endian float32 tensors; readable from Python.
 * Leaves what the tensors and the metadata mean to `checkpoint.ts` and `checkpoint-parts.ts`.
 */
import { canonicalJson } from '@espalier/domain';
import { elementCount, type NamedTensor } from '../network/named-tensors.js';

const headerLengthBytes = 8;
/** The header is padded to this, so that the floats are aligned. */
const alignmentBytes = 8;

export interface SafetensorsFile {
  readonly metadata: Readonly<Record<string, string>>;
  /** In the order of their data. `data` is a view into the file's bytes, at any alignment. */
  readonly tensors: readonly {
    readonly name: string;
    readonly shape: readonly number[];
    readonly data: Uint8Array;
  }[];
}

/** The bytes before the tensors' data, which follows in the map's order without gaps. The same for the same arguments. */
function safetensorsHeader(
  tensors: ReadonlyMap<string, NamedTensor>,
  metadata: Readonly<Record<string, string>>,
): Uint8Array {
  const header: Record<string, unknown> = { __metadata__: metadata };
  let dataBytes = 0;
  for (const [name, { shape, values }] of tensors) {
    header[name] = { dtype: 'F32', shape, data_offsets: [dataBytes, dataBytes + values.byteLength] };
    dataBytes += values.byteLength;
  }
  const text = new TextEncoder().encode(canonicalJson(header));
  // The format lets the header end in spaces.
  const paddedBytes = Math.ceil(text.length / alignmentBytes) * alignmentBytes;
  const bytes = new Uint8Array(headerLengthBytes + paddedBytes).fill(0x20);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(paddedBytes), true);
  bytes.set(text, headerLengthBytes);
  return bytes;
}

/** A file's bytes in consecutive pieces: the header, then each tensor's own memory, uncopied. */
export function safetensorsPieces(
  tensors: ReadonlyMap<string, NamedTensor>,
  metadata: Readonly<Record<string, string>>,
): readonly Uint8Array[] {
  const data = [...tensors.values()].map(
    ({ values }) => new Uint8Array(values.buffer, values.byteOffset, values.byteLength),
  );
  return [safetensorsHeader(tensors, metadata), ...data];
}

/** The pieces as one array. */
export function joinPieces(pieces: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.byteLength, 0));
  let offset = 0;
  for (const piece of pieces) {
    bytes.set(piece, offset);
    offset += piece.byteLength;
  }
  return bytes;
}

/** @throws SyntaxError, RangeError or TypeError when the bytes are not a whole file of float32 tensors */
export function readSafetensors(bytes: Uint8Array): SafetensorsFile {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const dataStart = headerLengthBytes + Number(view.getBigUint64(0, true));
  const text = new TextDecoder().decode(bytes.subarray(headerLengthBytes, dataStart));
  const { __metadata__: metadata, ...entries } = JSON.parse(text) as {
    __metadata__?: Record<string, string>;
  } & Record<string, { dtype: string; shape: number[]; data_offsets: [number, number] }>;
  const tensors = Object.entries(entries)
    .sort(([, a], [, b]) => a.data_offsets[0] - b.data_offsets[0])
    .map(([name, { dtype, shape, data_offsets }]) => {
      const [start, end] = data_offsets;
      const data = bytes.subarray(dataStart + start, dataStart + end);
      if (dtype !== 'F32') throw new RangeError(`"${name}" is of type ${dtype}`);
      if (data.byteLength !== elementCount(shape) * 4) throw new RangeError(`"${name}" is cut short`);
      return { name, shape, data };
    });
  return { metadata: metadata ?? {}, tensors };
}
