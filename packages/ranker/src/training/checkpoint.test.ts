import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { type Checkpoint, checkpointDigest, decodeCheckpoint, encodeCheckpoint } from './checkpoint.js';

const checkpoint: Checkpoint = {
  step: 12,
  seed: 7,
  worldSize: 2,
  epochLosses: [{ click: 0.1 + 0.2, share: 1e-300 }],
  runningLosses: { click: 1 / 3, share: 123456.789 },
  tensors: new Map([
    ['z/kernel', { shape: [2, 2], values: Float32Array.of(1, -0, 1e-40, 3.4e38) }],
    ['a/bias', { shape: [1], values: Float32Array.of(-7.25) }],
    ['scalar', { shape: [], values: Float32Array.of(0.5) }],
  ]),
};

describe('checkpoints', () => {
  it('come back as they were, to the last bit, from bytes at any address', () => {
    const bytes = encodeCheckpoint(checkpoint);
    const shifted = new Uint8Array(bytes.length + 3);
    shifted.set(bytes, 3);
    // A Buffer's own `slice` does not copy.
    for (const given of [bytes, shifted.subarray(3), Buffer.from(bytes)]) {
      const decoded = decodeCheckpoint(given);
      expect(decoded).toEqual(checkpoint);
      expect([...decoded.tensors.keys()]).toEqual([...checkpoint.tensors.keys()]);
    }
  });

  it('have the same bytes when they hold the same', () => {
    expect(encodeCheckpoint(decodeCheckpoint(encodeCheckpoint(checkpoint)))).toEqual(
      encodeCheckpoint(checkpoint),
    );
  });

  it('are safetensors files', () => {
    const bytes = encodeCheckpoint(checkpoint);
    const headerBytes = Number(new DataView(bytes.buffer).getBigUint64(0, true));
    const header = JSON.parse(new TextDecoder().decode(bytes.subarray(8, 8 + headerBytes)));
    expect(headerBytes % 8).toBe(0);
    expect(header['z/kernel']).toEqual({ dtype: 'F32', shape: [2, 2], data_offsets: [0, 16] });
    expect(bytes.length).toBe(8 + headerBytes + 24);
  });

  it.each([
    ['empty', (bytes: Uint8Array) => bytes.subarray(0, 0)],
    ['cut off', (bytes: Uint8Array) => bytes.subarray(0, bytes.length - 4)],
    ['cut off in the header', (bytes: Uint8Array) => bytes.subarray(0, 40)],
    [
      'another format',
      (bytes: Uint8Array) => bytes.map((byte, index) => (index > 8 && index < 30 ? 0x20 : byte)),
    ],
  ])('are refused when %s', (_, damage) => {
    expect(() => decodeCheckpoint(damage(encodeCheckpoint(checkpoint)))).toThrow(
      expect.objectContaining({ code: 'trainer.invalid-checkpoint' }),
    );
  });
});

describe('checkpointDigest', () => {
  it("is the digest of the file's bytes", () => {
    const hex = createHash('sha256').update(encodeCheckpoint(checkpoint)).digest('hex');
    expect(checkpointDigest(checkpoint)).toBe(`sha256:${hex}`);
  });
});
