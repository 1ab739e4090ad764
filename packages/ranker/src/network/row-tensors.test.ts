import { resolveNativePart } from '@espalier/native';
import { loadTensorFlow } from '@espalier/tensorflow';
import { describe, expect, it } from 'vitest';
import { typedColumn } from '../data/row-columns.js';
import { type FedRows, fedColumn, type RowLayout } from '../data/row-layout.js';
import { rowTensors } from './row-tensors.js';

const tf = await loadTensorFlow({ addonPath: resolveNativePart('tfjs-addon'), threads: 1 });
const column = (name: string, values: Parameters<typeof typedColumn>[1], width = 1) =>
  fedColumn(name, [typedColumn(name, values, width)]);
const labels = Float32Array.of(0, 1);
const label = column('labels', labels);
const tensorsOf = (layout: RowLayout, columns: FedRows, offsets = new Int32Array(0)) =>
  rowTensors(tf, layout, offsets, { rows: 2, columns });

describe('rows as tensors', () => {
  it('are leaf IDs of the whole forest beside floats as they are', () => {
    const given = {
      leaves: Uint16Array.of(0, 1, 2, 40_000),
      dense: Float32Array.of(0.1, Number.NaN),
      labels,
    };
    const layout = [column('leaves', given.leaves, 2), column('dense', given.dense), label];
    const { inputs, labels: told } = tensorsOf(layout, given, Int32Array.of(0, 70_000));
    expect(inputs.leafIds?.dtype).toBe('int32');
    expect(inputs.leafIds?.arraySync()).toEqual([
      [0, 70_001],
      [2, 110_000],
    ]);
    expect([...(inputs.dense?.dataSync() ?? [])]).toEqual([...given.dense]);
    expect(inputs.margins).toBeNull();
    expect([...told.dataSync()]).toEqual([0, 1]);
  });

  it('are refused where a float has fewer digits than the column: IDs of 25 bits would be others', () => {
    const dense = Uint32Array.of(2 ** 24, 2 ** 24 + 1);
    expect(Math.fround(2 ** 24 + 1)).toBe(2 ** 24);
    expect(() => tensorsOf([column('dense', dense), label], { dense, labels })).toThrow(
      /"dense" is of uint32, which float32 would round/,
    );
  });

  it('are refused where leaves are no whole numbers', () => {
    const leaves = Float32Array.of(0.5, 1);
    const layout = [column('leaves', leaves), label];
    expect(() => tensorsOf(layout, { leaves, labels }, Int32Array.of(0))).toThrow(/"leaves" is of float32/);
  });

  it('are refused where the network takes no such column: nothing would be learnt of it', () => {
    const ids = Float32Array.of(1, 2);
    expect(() => tensorsOf([column('ids', ids), label], { ids, labels })).toThrow(
      /no input takes column "ids"/i,
    );
  });

  it('are refused where the rows lack a column', () => {
    expect(() => tensorsOf([column('dense', labels), label], { labels })).toThrow(/no column "dense"/);
  });
});
