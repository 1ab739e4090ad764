import { describe, expect, it } from 'vitest';
import type { NamedTensor } from '../network/named-tensors.js';
import {
  type Checkpoint,
  checkpointDigest,
  decodeCheckpoint,
  encodeCheckpoint,
} from '../training/checkpoint.js';
import { checkpointFromParts } from './checkpoint-assembly.js';
import { checkpointParts } from './checkpoint-parts.js';
import { readSafetensors } from './safetensors.js';

function tensor(shape: readonly number[], first = 0): NamedTensor {
  const length = shape.reduce((product, dimension) => product * dimension, 1);
  return { shape, values: Float32Array.from({ length }, (_, index) => first + index / 3) };
}

const checkpoint: Checkpoint = {
  step: 12,
  seed: 7,
  worldSize: 2,
  epochLosses: [{ click: 0.1 + 0.2, share: 1e-300 }],
  runningLosses: { click: 1 / 3, share: 123456.789 },
  tensors: new Map([
    ['z/bias', tensor([3])],
    ['table', tensor([25, 4], 100)],
    ['a/kernel', tensor([2, 3, 2], 900)],
    ['odd', { shape: [2, 2], values: Float32Array.of(1, -0, 1e-40, 3.4e38) }],
    ['scalar', { shape: [], values: Float32Array.of(0.5) }],
    ['none', tensor([0, 4])],
  ]),
};

/** What a reader gets: names, bytes at any address, and `meta` as JSON. */
function stored(given: Checkpoint, maxPartBytes?: number) {
  const { parts, meta } = checkpointParts(given, maxPartBytes === undefined ? {} : { maxPartBytes });
  return {
    parts: parts.map((part) => ({ name: part.name, bytes: Buffer.from(part.bytes()) })),
    meta: JSON.parse(JSON.stringify(meta)) as unknown,
  };
}

const invalid = (text: string) =>
  expect.objectContaining({ code: 'trainer.invalid-checkpoint', message: expect.stringContaining(text) });

describe('a checkpoint in parts', () => {
  it.each([undefined, 1 << 20, 160, 64, 16, 1])(
    'comes back to the last bit from parts of %s bytes',
    (size) => {
      const { parts, meta } = stored(checkpoint, size);
      const back = checkpointFromParts(meta, parts.reverse());
      expect(back).toEqual(checkpoint);
      expect([...back.tensors.keys()]).toEqual([...checkpoint.tensors.keys()]);
      expect(checkpointDigest(back)).toBe(checkpointDigest(checkpoint));
    },
  );

  it('keeps parts within their bound, and cuts large tensors between rows', () => {
    const parts = stored(checkpoint, 64).parts.map(({ bytes }) => readSafetensors(bytes).tensors);
    const sizes = parts.map((tensors) => tensors.reduce((sum, { data }) => sum + data.byteLength, 0));
    expect(Math.max(...sizes)).toBe(64);
    const table = parts.flat().filter(({ name }) => name === 'table');
    expect(table.map(({ shape }) => shape[0])).toEqual([4, 4, 4, 4, 4, 4, 1]);
    expect(stored(checkpoint).parts).toHaveLength(1);
  });

  it('has the same bytes when it holds the same, wherever that lies in memory', () => {
    const moved = decodeCheckpoint(encodeCheckpoint(checkpoint));
    expect(stored(moved, 64)).toEqual(stored(checkpoint, 64));
  });

  it('takes its bytes when they are asked for', () => {
    const values = Float32Array.of(1, 2);
    const { parts } = checkpointParts({ ...checkpoint, tensors: new Map([['a', { shape: [2], values }]]) });
    values[0] = 5;
    expect(new Float32Array(Uint8Array.from(parts[0]?.bytes().subarray(-8) ?? []).buffer)).toEqual(values);
  });

  it('is refused without all its parts, with other parts, and when a part is damaged', () => {
    const { parts, meta } = stored(checkpoint, 64);
    expect(() => checkpointFromParts(meta, parts.slice(1))).toThrow(invalid('lacks part-00000.safetensors'));
    expect(() => checkpointFromParts(meta, [...parts, ...parts])).toThrow(invalid('no need of a part'));
    const cut = parts.map(({ name, bytes }) => ({ name, bytes: bytes.subarray(0, -4) }));
    expect(() => checkpointFromParts(meta, cut)).toThrow(invalid('a part part-00000.safetensors'));
    const [first, ...others] = parts;
    const twice = parts.map(({ name }) => ({ name, bytes: first?.bytes ?? Buffer.alloc(0) }));
    expect(others.length).toBeGreaterThan(0);
    expect(() => checkpointFromParts(meta, twice)).toThrow(invalid('does not hold all of'));
    expect(() => checkpointFromParts(null, parts)).toThrow(invalid('another format'));
  });

  it('is refused when the parts are of another shape', () => {
    const other = { ...checkpoint, tensors: new Map(checkpoint.tensors).set('z/bias', tensor([4])) };
    expect(() => checkpointFromParts(stored(checkpoint).meta, stored(other).parts)).toThrow(
      invalid("can't be read"),
    );
  });
});
