import {
  Bool,
  type DataType,
  Field,
  FixedSizeList,
  Float32,
  Int8,
  Int64,
  Table,
  tableFromIPC,
  tableToIPC,
  Uint8,
  vectorFromArray,
} from 'apache-arrow';
import { describe, expect, it } from 'vitest';
import { readTrainingShard, rowsOf, writeTrainingShard } from './training-shard.js';

const lists = <T extends DataType>(type: T, rows: T['TValue'][][]) =>
  vectorFromArray(rows, new FixedSizeList(1, new Field('item', type)));

/** Of a shard of two rows. */
const columns = {
  leaves: lists(new Uint8(), [[1], [2]]),
  dense: lists(new Float32(), [[0.5], [1]]),
  label_a: vectorFromArray([0, 1], new Float32()),
};

describe('training shards', () => {
  it.each([
    ['uint8', Uint8Array.of(1, 2, 3, 255, 0, 7)],
    ['uint16', Uint16Array.of(1, 2, 3, 300, 0, 65_535)],
    ['uint32', Uint32Array.of(1, 2, 3, 70_000, 0, 4_000_000_000)],
  ])('come back as written, leaves as %s', (_, leaves) => {
    const shard = {
      leaves,
      slots: 3,
      dense: Float32Array.of(1.5, Number.NaN, -2, 0),
      denseColumns: 2,
      labels: { income: Float32Array.of(0, 1), 'never married': Float32Array.of(1, 1) },
    };
    expect(readTrainingShard(writeTrainingShard(shard))).toEqual(shard);
  });

  it('come back with the clusters that measuring rows carry', () => {
    const shard = {
      leaves: Uint8Array.of(1, 2, 3),
      slots: 1,
      dense: new Float32Array(0),
      denseColumns: 0,
      labels: { a: Float32Array.of(0, 1, 1) },
      clusters: BigUint64Array.of(5n, 2n ** 64n - 1n, 5n),
    };
    expect(readTrainingShard(writeTrainingShard(shard))).toEqual(shard);
    const wrong = { ...shard, clusters: BigUint64Array.of(5n) };
    expect(() => writeTrainingShard(wrong)).toThrow(
      expect.objectContaining({ code: 'trainer.invalid-shard' }),
    );
  });

  it('leave the dense column out when there are no dense features', () => {
    const bytes = writeTrainingShard({
      leaves: Uint8Array.of(4, 5),
      slots: 1,
      dense: new Float32Array(0),
      denseColumns: 0,
      labels: { a: Float32Array.of(0, 1) },
    });
    expect(tableFromIPC(bytes).schema.names).toEqual(['leaves', 'label_a']);
    expect(readTrainingShard(bytes)).toMatchObject({ denseColumns: 0, slots: 1 });
  });

  it('leave the leaves out where margins stand among the dense columns', () => {
    const shard = {
      leaves: new Uint8Array(0),
      slots: 0,
      dense: Float32Array.of(1, 2, 3, 4, 5, 6),
      denseColumns: 2,
      labels: { a: Float32Array.of(0, 1, 1) },
    };
    const bytes = writeTrainingShard(shard);
    expect(tableFromIPC(bytes).schema.names).toEqual(['dense', 'label_a']);
    expect(readTrainingShard(bytes)).toEqual(shard);
    expect(rowsOf(readTrainingShard(bytes))).toBe(3);
    expect(() => writeTrainingShard({ ...shard, dense: shard.dense.subarray(1) })).toThrow(
      expect.objectContaining({ code: 'trainer.invalid-shard' }),
    );
  });

  it('have the same bytes for the same rows', () => {
    const write = () =>
      writeTrainingShard({
        leaves: Uint8Array.of(1, 2),
        slots: 2,
        dense: Float32Array.of(0.5),
        denseColumns: 1,
        labels: { a: Float32Array.of(1) },
      });
    expect(write()).toEqual(write());
  });

  it('are views into the bytes: 200,000 rows of 400 slots are not copied on reading', () => {
    const rows = 200_000;
    const leaves = new Uint8Array(rows * 400).fill(9);
    const bytes = writeTrainingShard({
      leaves,
      slots: 400,
      dense: new Float32Array(rows * 8).fill(2),
      denseColumns: 8,
      labels: { a: new Float32Array(rows), b: new Float32Array(rows) },
    });
    const shard = readTrainingShard(bytes);
    expect(shard.leaves.buffer).toBe(bytes.buffer);
    expect(shard.dense.buffer).toBe(bytes.buffer);
    expect(shard.labels.b?.buffer).toBe(bytes.buffer);
    expect(shard.leaves.length).toBe(leaves.length);
    expect(shard.leaves[leaves.length - 1]).toBe(9);
    expect(shard.dense[rows * 8 - 1]).toBe(2);
  });

  it('are refused when cut off, foreign or inconsistent', () => {
    const bytes = writeTrainingShard({
      leaves: new Uint8Array(1000),
      slots: 10,
      dense: new Float32Array(0),
      denseColumns: 0,
      labels: { a: new Float32Array(100) },
    });
    const refused = expect.objectContaining({ code: 'trainer.invalid-shard' });
    expect(() => readTrainingShard(bytes.subarray(0, 300))).toThrow(refused);
    expect(() => readTrainingShard(new TextEncoder().encode('PAR1 is another format'))).toThrow(refused);
    expect(() => readTrainingShard(new Uint8Array(0))).toThrow(refused);
    expect(() =>
      writeTrainingShard({
        leaves: new Uint8Array(4),
        slots: 2,
        dense: new Float32Array(3),
        denseColumns: 1,
        labels: {},
      }),
    ).toThrow(refused);
  });

  it.each([
    [
      'boolean labels',
      'label_a',
      'float32',
      'Bool',
      new Table({ ...columns, label_a: vectorFromArray([true, false], new Bool()) }),
    ],
    [
      'signed leaves',
      'leaves',
      'lists of unsigned integers or float32',
      'FixedSizeList[1]<Int8>',
      new Table({ ...columns, leaves: lists(new Int8(), [[1], [2]]) }),
    ],
    [
      'leaves as floats',
      'leaves',
      'unsigned integers',
      'float32',
      new Table({ ...columns, leaves: columns.dense }),
    ],
    [
      'dense integers',
      'dense',
      'float32',
      'unsigned integers',
      new Table({ ...columns, dense: columns.leaves }),
    ],
    [
      'signed clusters',
      'cluster',
      'uint64',
      'Int64',
      new Table({ ...columns, cluster: vectorFromArray([1n, 2n], new Int64()) }),
    ],
    [
      'leaves that are no lists',
      'leaves',
      'fixed-size lists',
      'Float32',
      new Table({ ...columns, leaves: columns.label_a }),
    ],
  ] as const)(
    'are refused with the column, what it should be and what it is: %s',
    (_, column, expected, found, table) => {
      expect(() => readTrainingShard(tableToIPC(table, 'file'))).toThrow(
        expect.objectContaining({
          code: 'trainer.invalid-shard',
          details: expect.objectContaining({ column, expected, found }),
        }),
      );
    },
  );

  it('are refused when a value is null', () => {
    const label_a = vectorFromArray([1, null], new Float32());
    const bytes = tableToIPC(new Table({ ...columns, label_a }), 'file');
    expect(() => readTrainingShard(bytes)).toThrow('column "label_a" has nulls');
  });
});
