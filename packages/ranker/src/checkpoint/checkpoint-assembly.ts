/**
 * Puts a checkpoint together from its parts, in whatever order they arrive, with room for one copy of the state.
 * Leaves fetching the parts and checking their digests to the callers.
 */
import { EspalierError } from '@espalier/domain';
import { elementCount, type NamedTensor } from '../network/named-tensors.js';
import type { Checkpoint } from '../training/checkpoint.js';
import { type CheckpointMeta, partsFormat } from './checkpoint-parts.js';
import { readSafetensors } from './safetensors.js';

export interface CheckpointAssembly {
  /** Copies the tensors out of a part's bytes. @throws EspalierError `trainer.invalid-checkpoint` naming the part */
  addPart(name: string, bytes: Uint8Array): void;
  /** @throws EspalierError `trainer.invalid-checkpoint` naming the parts that were not added, or tensors with gaps */
  finish(): Checkpoint;
}

/**
 * Starts from what `checkpointParts` gave as `meta`, which may have been JSON since.
 * @throws EspalierError `trainer.invalid-checkpoint` when it is something else
 */
export function assembleCheckpoint(given: unknown): CheckpointAssembly {
  const meta = parseMeta(given);
  const tensors = new Map(
    meta.tensors.map(({ name, shape }): [string, NamedTensor] => [
      name,
      { shape, values: new Float32Array(elementCount(shape)) },
    ]),
  );
  const missing = new Set(meta.parts);
  const filled = new Map<string, number>();
  return {
    addPart(name, bytes) {
      if (!missing.has(name)) throw invalid(`has no need of a part ${name}`, { part: name });
      try {
        const { metadata, tensors: slices } = readSafetensors(bytes);
        if (metadata.format !== partsFormat) throw new RangeError(`the format is "${metadata.format}"`);
        const firstRows = JSON.parse(metadata.firstRows ?? '{}') as Record<string, number>;
        for (const slice of slices) {
          const count = copySlice(tensors.get(slice.name), slice, firstRows[slice.name] ?? 0);
          filled.set(slice.name, (filled.get(slice.name) ?? 0) + count);
        }
      } catch (cause) {
        throw invalid(`has a part ${name} that can't be read`, { part: name }, cause);
      }
      missing.delete(name);
    },
    finish() {
      if (missing.size > 0) throw invalid(`lacks ${[...missing].join(', ')}`, { parts: [...missing] });
      const gaps = [...tensors].filter(([name, { values }]) => (filled.get(name) ?? 0) !== values.length);
      if (gaps.length > 0) {
        const names = gaps.map(([name]) => name);
        throw invalid(`does not hold all of ${names.join(', ')}`, { tensors: names });
      }
      return { ...meta.training, tensors };
    },
  };
}

/**
 * The checkpoint of these parts; all of them at once in memory.
 * @throws EspalierError `trainer.invalid-checkpoint`
 */
export function checkpointFromParts(
  meta: unknown,
  parts: Iterable<{ readonly name: string; readonly bytes: Uint8Array }>,
): Checkpoint {
  const assembly = assembleCheckpoint(meta);
  for (const { name, bytes } of parts) assembly.addPart(name, bytes);
  return assembly.finish();
}

/** Returns the number of values copied. */
function copySlice(
  tensor: NamedTensor | undefined,
  slice: { readonly name: string; readonly shape: readonly number[]; readonly data: Uint8Array },
  firstRow: number,
): number {
  const [rows = 1, ...rowShape] = slice.shape;
  const [allRows = 1, ...wholeRowShape] = tensor?.shape ?? [];
  const fits =
    tensor !== undefined &&
    tensor.shape.length === slice.shape.length &&
    rowShape.join() === wholeRowShape.join() &&
    firstRow + rows <= allRows;
  if (!fits) {
    throw new RangeError(`"${slice.name}" [${slice.shape}] at row ${firstRow} is no slice of a tensor`);
  }
  const { values } = tensor;
  const start = firstRow * elementCount(rowShape) * 4;
  new Uint8Array(values.buffer, values.byteOffset + start, slice.data.byteLength).set(slice.data);
  return slice.data.byteLength / 4;
}

function parseMeta(given: unknown): CheckpointMeta {
  const meta = given as Partial<CheckpointMeta> | null | undefined;
  if (meta?.format !== partsFormat) throw invalid(`is of another format than ${partsFormat}`, {});
  return meta as CheckpointMeta;
}

function invalid(what: string, details: Readonly<Record<string, unknown>>, cause?: unknown): EspalierError {
  return new EspalierError('trainer.invalid-checkpoint', `A checkpoint ${what}.`, { details, cause });
}
