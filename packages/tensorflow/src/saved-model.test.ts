import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { resolveNativePart } from '@espalier/native';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { encodeSavedModel, GraphBuilder, loadSavedModel, loadTensorFlow, type TensorFlow } from './index.js';
import { cApi } from './native/c-api.js';
import { elementsOf } from './native/native-tensor.js';

let tf: TensorFlow;
let directory: string;

beforeAll(async () => {
  tf = await loadTensorFlow({ addonPath: resolveNativePart('tfjs-addon'), threads: 2 });
  directory = await mkdtemp(join(tmpdir(), 'saved-model-'));
});

afterAll(async () => {
  await rm(directory, { recursive: true });
});

const table = Float32Array.of(0.5, -1, 2, 3, -4, 0.25);
const weights = Float32Array.of(1, -1, 0.5, 0.25, -0.5);

/** sigmoid([table[ids] (2 slots x 2), dense or 0 where NaN] . weights), and the NaNs as numbers. */
function exampleModel(): Uint8Array {
  const graph = new GraphBuilder();
  const ids = graph.placeholder('leaf_ids', 'int32', [-1, 2]);
  const dense = graph.placeholder('dense', 'float32', [-1, 1]);
  const missing = graph.isNan(dense);
  const embedded = graph.reshape(graph.gather(graph.constant(table, [3, 2]), ids), [-1, 4]);
  const inputs = graph.concat([embedded, graph.select(missing, graph.scalar(0), dense)], 1);
  const logit = graph.reshape(graph.matMul(inputs, graph.constant(weights, [5, 1])), [-1]);
  const probability = graph.identity(graph.sigmoid(logit), 'probability');
  const count = graph.sum(graph.cast(missing, 'int32'), [1]);
  return encodeSavedModel({
    graph,
    signatures: {
      serving_default: {
        inputs: { leaf_ids: ids, dense },
        outputs: { probability: { node: probability, shape: [-1] }, missing: { node: count, shape: [-1] } },
      },
    },
  });
}

describe('a SavedModel', () => {
  it('has the same bytes for the same graph', () => {
    expect(Buffer.from(exampleModel()).equals(exampleModel())).toBe(true);
  });

  it('runs by names, with any batch size, int32 and float32 inputs, and NaN', async () => {
    await writeFile(join(directory, 'saved_model.pb'), exampleModel());
    const model = await loadSavedModel(tf, directory);
    expect(model.inputs).toEqual({
      leaf_ids: { dtype: 'int32', shape: [-1, 2] },
      dense: { dtype: 'float32', shape: [-1, 1] },
    });
    for (const rows of [1, 3]) {
      const ids = Array.from({ length: rows }, (_, row) => [row % 3, (row + 1) % 3]);
      const dense = Array.from({ length: rows }, (_, row) => [row === 0 ? Number.NaN : row]);
      const { probability, missing } = await model.predict({
        leaf_ids: { values: Int32Array.from(ids.flat()), shape: [rows, 2] },
        dense: { values: Float32Array.from(dense.flat()), shape: [rows, 1] },
      });
      const expected = ids.map((pair, row) => {
        const inputs = [
          ...pair.flatMap((id) => [...table.subarray(id * 2, id * 2 + 2)]),
          row === 0 ? 0 : row,
        ];
        const logit = inputs.reduce((sum, input, index) => sum + input * (weights[index] ?? 0), 0);
        return 1 / (1 + Math.exp(-logit));
      });
      const actual = [...(probability ?? [])];
      expect(actual).toHaveLength(rows);
      for (const [row, value] of actual.entries()) expect(value).toBeCloseTo(expected[row] ?? Number.NaN, 6);
      expect([...(missing ?? [])]).toEqual(dense.map(([value]) => (Number.isNaN(value) ? 1 : 0)));
    }
    const inputs = {
      leaf_ids: { values: Int32Array.of(0, 1), shape: [1, 2] },
      dense: { values: Float32Array.of(Number.NaN), shape: [1, 1] },
    };
    for (const thread of ['this', 'other'] as const) {
      expect(await model.predict(inputs, ['missing'], thread)).toEqual({ missing: Int32Array.of(1) });
    }
    await expect(model.predict(inputs, ['other'])).rejects.toThrow(/has no output other/);
    const freed = vi.spyOn(cApi(), 'TF_DeleteTensor');
    await model.predict(inputs);
    expect(freed).toHaveBeenCalledTimes(4);
    freed.mockRestore();
    const running = model.predict(inputs);
    await expect(model.predict(inputs)).rejects.toMatchObject({ code: 'busy' });
    expect(() => model.dispose()).toThrow(expect.objectContaining({ code: 'busy' }));
    expect((await running).missing).toEqual(Int32Array.of(1));
    model.dispose();
    model.dispose();
    await expect(model.predict({})).rejects.toMatchObject({ code: 'disposed' });
  });

  it('tells all that is wrong with the inputs at once', async () => {
    await writeFile(join(directory, 'saved_model.pb'), exampleModel());
    const model = await loadSavedModel(tf, directory);
    const floats = (...shape: number[]) => ({ values: new Float32Array(elementsOf(shape)), shape });
    const integers = (value: number, ...shape: number[]) => ({
      values: new Int32Array(elementsOf(shape)).fill(value),
      shape,
    });
    await expect(model.predict({ leaf_ids: floats(1, 2), other: floats(1) })).rejects.toThrow(
      /other is not an input; dense is missing; leaf_ids must be int32, not float32/,
    );
    const tooFew = { leaf_ids: { ...integers(0, 1, 2), shape: [2, 2] }, dense: floats(1, 1) };
    await expect(model.predict(tooFew)).rejects.toThrow(
      /leaf_ids has 2 values, which are not those of \[2, 2\]/,
    );
    const negative = { leaf_ids: { ...integers(0, 1, 2), shape: [-1, -2] }, dense: floats(1, 1) };
    await expect(model.predict(negative)).rejects.toThrow(
      /leaf_ids has 2 values, which are not those of \[-1, -2\]/,
    );
    const wrongShape = { leaf_ids: integers(0, 1, 3), dense: floats(1, 1) };
    await expect(model.predict(wrongShape)).rejects.toMatchObject({ code: 'saved-model' });
    const outOfRange = { leaf_ids: integers(9, 1, 2), dense: floats(1, 1) };
    const freed = vi.spyOn(cApi(), 'TF_DeleteTensor');
    await expect(model.predict(outOfRange)).rejects.toThrow(/is not in \[0, 3\)/);
    expect(freed).toHaveBeenCalledTimes(2);
    freed.mockRestore();
    model.dispose();
  });

  it('that is missing, corrupt or lacks the signature is refused with its path', async () => {
    const refusal = (message: string) => ({ code: 'saved-model', message: expect.stringContaining(message) });
    await expect(loadSavedModel(tf, join(directory, 'none'))).rejects.toMatchObject(
      refusal('none/saved_model.pb'),
    );
    await writeFile(join(directory, 'saved_model.pb'), exampleModel());
    await expect(loadSavedModel(tf, directory, { signature: 'train' })).rejects.toMatchObject(
      refusal('it has serve: serving_default'),
    );
    const lacking = Buffer.from(
      Buffer.from(exampleModel()).toString('latin1').replaceAll('probability:0', 'improbable_:0'),
      'latin1',
    );
    await writeFile(join(directory, 'saved_model.pb'), lacking);
    const model = await loadSavedModel(tf, directory);
    const inputs = {
      leaf_ids: { values: new Int32Array(2), shape: [1, 2] },
      dense: { values: new Float32Array(1), shape: [1, 1] },
    };
    await expect(model.predict(inputs)).rejects.toMatchObject(refusal('improbable_'));
    model.dispose();
    await writeFile(join(directory, 'saved_model.pb'), exampleModel().subarray(0, 300));
    await expect(loadSavedModel(tf, directory)).rejects.toMatchObject(refusal("can't be read"));
  });
});

describe('GraphBuilder', () => {
  const refused = expect.objectContaining({ code: 'invalid-graph' });

  it('numbers names of its own and keeps given ones unique', () => {
    const graph = new GraphBuilder();
    expect([graph.scalar(1), graph.scalar(2), graph.scalar(3)].map(({ name }) => name)).toEqual([
      'Const',
      'Const_1',
      'Const_2',
    ]);
    graph.placeholder('x', 'float32', [-1]);
    expect(() => graph.placeholder('x', 'float32', [-1])).toThrow(refused);
    expect(() => graph.placeholder('a b', 'float32', [-1])).toThrow(refused);
  });

  it('refuses mixed dtypes, foreign nodes and constants that do not fill their shape', () => {
    const graph = new GraphBuilder();
    expect(() => graph.add(graph.scalar(1), graph.scalar(1, 'int32'))).toThrow(refused);
    expect(() => graph.relu(new GraphBuilder().placeholder('far', 'float32', [1]))).toThrow(refused);
    expect(() => graph.constant(new Float32Array(3), [2, 2])).toThrow(refused);
  });

  it('keeps its constants when their array changes', () => {
    const graph = new GraphBuilder();
    const values = Float32Array.of(1, 2);
    graph.constant(values);
    const before = encodeSavedModel({ graph, signatures: {} });
    values.fill(9);
    expect(encodeSavedModel({ graph, signatures: {} })).toEqual(before);
  });
});
