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
  Utf8,
  type Vector,
  vectorFromArray,
} from 'apache-arrow';
import { describe, expect, it } from 'vitest';
import { typedColumn } from './row-columns.js';
import { readTrainingShard, writeTrainingShard } from './training-shard.js';

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
    ['uint64', BigUint64Array.of(5n, 2n ** 64n - 1n, 5n, 0n, 1n, 2n)],
    ['float32', Float32Array.of(1.5, Number.NaN, -2, 0, 0.1, 7)],
  ] as const)('come back as written, whatever columns they have: %s', (dtype, values) => {
    const shard = {
      rows: 6,
      columns: [
        typedColumn('wide', values.slice(0, 6), 1),
        typedColumn('never married', Float32Array.of(0, 1, 1, 0, 0.25, 1)),
        { name: 'plain', dtype, width: 1, values },
      ],
    };
    expect(readTrainingShard(writeTrainingShard(shard))).toEqual(shard);
    const wide = {
      rows: 2,
      columns: [typedColumn('wide', values, 3), typedColumn('one', values.slice(0, 2))],
    };
    expect(readTrainingShard(writeTrainingShard(wide))).toEqual(wide);
  });

  it('have a column of the type itself where a row has one number, and lists where it has more', () => {
    const columns = [
      typedColumn('one', Uint8Array.of(4, 5)),
      typedColumn('two', Float32Array.of(1, 2, 3, 4), 2),
    ];
    const { fields } = tableFromIPC(writeTrainingShard({ rows: 2, columns })).schema;
    expect(fields.map(({ name, type }) => `${name} ${type}`)).toEqual([
      'one Uint8',
      'two FixedSizeList[2]<Float32>',
    ]);
  });

  it('have the same bytes for the same rows', () => {
    const write = () =>
      writeTrainingShard({
        rows: 1,
        columns: [typedColumn('leaves', Uint8Array.of(1, 2), 2), typedColumn('label_a', Float32Array.of(1))],
      });
    expect(write()).toEqual(write());
  });

  it('are views into the bytes: 200,000 rows of 400 slots are not copied on reading', () => {
    const rows = 200_000;
    const bytes = writeTrainingShard({
      rows,
      columns: [
        typedColumn('leaves', new Uint8Array(rows * 400).fill(9), 400),
        typedColumn('dense', new Float32Array(rows * 8).fill(2), 8),
        typedColumn('label_a', new Float32Array(rows)),
        typedColumn('cluster', new BigUint64Array(rows)),
      ],
    });
    const { columns } = readTrainingShard(bytes);
    expect(columns).toHaveLength(4);
    for (const { values, width } of columns) {
      expect(values.buffer).toBe(bytes.buffer);
      expect(values).toHaveLength(rows * width);
    }
    expect(columns.map(({ values }) => values.at(-1))).toEqual([9, 2, 0, 0n]);
  });

  it('are refused when cut off, foreign or inconsistent', () => {
    const bytes = writeTrainingShard({
      rows: 100,
      columns: [
        typedColumn('leaves', new Uint8Array(1000), 10),
        typedColumn('label_a', new Float32Array(100)),
      ],
    });
    const refused = expect.objectContaining({ code: 'trainer.invalid-shard' });
    expect(() => readTrainingShard(bytes.subarray(0, 300))).toThrow(refused);
    expect(() => readTrainingShard(new TextEncoder().encode('PAR1 is another format'))).toThrow(refused);
    expect(() => readTrainingShard(new Uint8Array(0))).toThrow(refused);
    const columns = [
      typedColumn('leaves', new Uint8Array(4), 2),
      typedColumn('cluster', BigUint64Array.of(5n)),
    ];
    expect(() => writeTrainingShard({ rows: 2, columns })).toThrow(
      'column "cluster" has 1 values for 2 rows of 1',
    );
  });

  it.each([
    ['booleans', 'label_a', 'Bool', { label_a: vectorFromArray([true, false], new Bool()) }],
    ['signed integers', 'leaves', 'FixedSizeList[1]<Int8>', { leaves: lists(new Int8(), [[1], [2]]) }],
    ['signed integers of 64 bits', 'cluster', 'Int64', { cluster: vectorFromArray([1n, 2n], new Int64()) }],
    ['texts', 'leaves', 'Utf8', { leaves: vectorFromArray(['a', 'b'], new Utf8()) }],
  ] as const)('are refused with the column, and what it is, where it is of %s', (_, column, found, other) => {
    expect(() =>
      readTrainingShard(tableToIPC(new Table({ ...columns, ...(other as Record<string, Vector>) }), 'file')),
    ).toThrow(
      expect.objectContaining({
        code: 'trainer.invalid-shard',
        details: expect.objectContaining({ column, expected: expect.stringContaining('float32'), found }),
      }),
    );
  });

  it('are refused when a value is null, in a list or by itself', () => {
    const withNulls = {
      label_a: vectorFromArray([1, null], new Float32()),
      leaves: vectorFromArray([[1], null], new FixedSizeList(1, new Field('item', new Uint8(), true))),
    };
    for (const [name, column] of Object.entries(withNulls)) {
      const bytes = tableToIPC(new Table({ ...columns, [name]: column }), 'file');
      expect(() => readTrainingShard(bytes)).toThrow(`column "${name}" has nulls`);
    }
  });
});
