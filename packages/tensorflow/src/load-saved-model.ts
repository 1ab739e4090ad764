// Responsible for running a SavedModel's signature from Node by input and output names.
// Leaves to others: batching, and dtypes other than float32, int32 and bool.

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { messageOf, TensorFlowError, type TensorFlowErrorCode } from './errors.js';
import { cApi, type Pointer } from './native/c-api.js';
import { type GraphCall, GraphSession, type RunOutcome } from './native/graph-session.js';
import { elementsOf, readTensor, tensorOf } from './native/native-tensor.js';
import type { TensorFlow } from './node-backend.js';
import {
  dataTypeName,
  decodeSavedModelMessage,
  type SavedModelMessage,
  type SignatureMessage,
  type TensorInfoMessage,
} from './saved-model-format.js';

/** What a signature takes or gives under one name. */
export interface TensorSpec {
  dtype: 'float32' | 'int32' | 'bool';
  /** -1 is a dimension left open; undefined where the model tells no shape. */
  shape: readonly number[] | undefined;
}

/** bool is one byte, 0 or 1. */
export type ModelValues = Float32Array | Int32Array | Uint8Array;

export interface ModelInput {
  /** Row-major; copied before the call returns. */
  readonly values: ModelValues;
  readonly shape: readonly number[];
}

/** A loaded SavedModel. */
export interface LoadedModel {
  readonly inputs: Readonly<Record<string, TensorSpec>>;
  readonly outputs: Readonly<Record<string, TensorSpec>>;
  /**
   * Runs the signature, one call at a time. Takes exactly the named inputs.
   * @param only outputs that are wanted: what the others alone need is not computed. Default: all
   * @param thread `other` lets the event loop run meanwhile, `this` is done some 30 µs sooner, and within the call. Default: other
   * @throws TensorFlowError 'saved-model' for a name, dtype or shape that does not fit, or with TensorFlow's message; 'busy', 'disposed'.
   */
  predict(
    inputs: Readonly<Record<string, ModelInput>>,
    only?: readonly string[],
    thread?: 'this' | 'other',
  ): Promise<Record<string, ModelValues>>;
  /** Frees the graph and its weights. A second call does nothing. @throws TensorFlowError 'busy' while it runs */
  dispose(): void;
}

/**
 * Loads `directory`/saved_model.pb and its weights.
 *
 * @param options.tag the meta graph's tag; default `serve`.
 * @param options.signature default `serving_default`.
 * @throws TensorFlowError 'saved-model' if it is missing, unreadable, or lacks the tag, signature or a known dtype.
 */
export async function loadSavedModel(
  _loaded: TensorFlow,
  directory: string,
  { tag = 'serve', signature = 'serving_default' }: { tag?: string; signature?: string } = {},
): Promise<LoadedModel> {
  const path = join(directory, 'saved_model.pb');
  const { inputs: inputInfos = {}, outputs: outputInfos = {} } = findSignature(
    await read(path),
    path,
    tag,
    signature,
  );
  const inputs = specs(inputInfos, path);
  const outputs = specs(outputInfos, path);
  const session = guard(path, () => new GraphSession({ source: { directory, tag }, label: path }));
  const calls = new Map<string, GraphCall>();
  const feeds = Object.values(inputInfos).map(({ name }) => name);
  let disposed = false;
  return {
    inputs,
    outputs,
    async predict(given, only = Object.keys(outputs), thread = 'other') {
      if (disposed) throw new TensorFlowError('disposed', `${path} was disposed`);
      checkInputs(inputs, given, path);
      const unknown = only.find((name) => outputs[name] === undefined);
      if (unknown !== undefined) throw new TensorFlowError('saved-model', `${path} has no output ${unknown}`);
      const wanted = Object.keys(outputs).filter((name) => only.includes(name));
      const fetches = wanted.map((name) => outputInfos[name]?.name ?? name);
      const key = JSON.stringify(fetches);
      const call = calls.get(key) ?? guard(path, () => session.prepare({ feeds, fetches, targets: [] }));
      calls.set(key, call);
      const onThread = (fed: readonly Pointer[]) => (thread === 'this' ? call.runSync(fed) : call.run(fed));
      const values = await run(path, onThread, { inputs, given });
      return Object.fromEntries(wanted.map((name, index) => [name, values[index] as ModelValues]));
    },
    dispose() {
      if (disposed) return;
      guard(path, () => session.dispose());
      disposed = true;
    },
  };
}

interface Fed {
  readonly inputs: Readonly<Record<string, TensorSpec>>;
  readonly given: Readonly<Record<string, ModelInput>>;
}

async function run(
  path: string,
  call: (feeds: readonly Pointer[]) => RunOutcome | Promise<RunOutcome>,
  { inputs, given }: Fed,
): Promise<ModelValues[]> {
  const api = cApi();
  const tensors: Pointer[] = [];
  try {
    for (const [name, { dtype }] of Object.entries(inputs)) {
      const { values, shape } = given[name] as ModelInput;
      tensors.push(tensorOf(api, dtype, shape, values));
    }
    const { tensors: fetched } = await call([...tensors]);
    tensors.push(...fetched);
    return fetched.map((tensor) => readTensor(tensor).values as ModelValues);
  } catch (thrown) {
    throw refused(path, thrown);
  } finally {
    for (const tensor of tensors) api.TF_DeleteTensor(tensor);
  }
}

async function read(path: string): Promise<SavedModelMessage> {
  try {
    return decodeSavedModelMessage(await readFile(path));
  } catch (thrown) {
    throw new TensorFlowError('saved-model', `${path} can't be read: ${messageOf(thrown)}`, {
      cause: thrown,
    });
  }
}

function findSignature(model: SavedModelMessage, path: string, tag: string, name: string): SignatureMessage {
  const metaGraphs = model.meta_graphs ?? [];
  const metaGraph = metaGraphs.find(({ meta_info_def }) => {
    const tags = meta_info_def?.tags ?? [];
    return tags.length === 1 && tags[0] === tag;
  });
  const signature = metaGraph?.signature_def?.[name];
  if (signature === undefined) {
    const found = metaGraphs.map(
      (graph) =>
        `${graph.meta_info_def?.tags?.join('+')}: ${Object.keys(graph.signature_def ?? {}).join(', ')}`,
    );
    throw new TensorFlowError(
      'saved-model',
      `${path} has no signature ${name} under the tag ${tag}; it has ${found.join('; ') || 'none'}`,
    );
  }
  return signature;
}

function specs(infos: Record<string, TensorInfoMessage>, path: string): Record<string, TensorSpec> {
  return Object.fromEntries(
    Object.entries(infos).map(([name, info]) => {
      const dtype = dataTypeName(info.dtype);
      if (dtype !== 'float32' && dtype !== 'int32' && dtype !== 'bool') {
        throw new TensorFlowError(
          'saved-model',
          `${path}: ${name} has dtype ${dtype ?? info.dtype}, which tfjs lacks`,
        );
      }
      const shape = info.tensor_shape;
      const known = shape !== undefined && shape.unknown_rank !== true;
      return [name, { dtype, shape: known ? (shape.dim ?? []).map(({ size }) => size ?? 0) : undefined }];
    }),
  );
}

function checkInputs(
  wanted: Readonly<Record<string, TensorSpec>>,
  given: Readonly<Record<string, ModelInput>>,
  path: string,
): void {
  const problems = [
    ...Object.keys(given)
      .filter((name) => !Object.hasOwn(wanted, name))
      .map((name) => `${name} is not an input`),
    ...Object.entries(wanted).flatMap(([name, { dtype }]) => {
      const input = given[name];
      if (input === undefined) return [`${name} is missing`];
      const { values, shape } = input;
      if (dtypeOf(values) !== dtype) return [`${name} must be ${dtype}, not ${dtypeOf(values)}`];
      const isShape = shape.every((size) => Number.isSafeInteger(size) && size >= 0);
      return isShape && elementsOf(shape) === values.length
        ? []
        : [`${name} has ${values.length} values, which are not those of [${shape.join(', ')}]`];
    }),
  ];
  if (problems.length > 0) throw new TensorFlowError('saved-model', `${path}: ${problems.join('; ')}`);
}

function dtypeOf(values: ModelValues): string {
  if (values instanceof Float32Array) return 'float32';
  if (values instanceof Int32Array) return 'int32';
  return values instanceof Uint8Array ? 'bool' : 'an array of another kind';
}

function guard<T>(path: string, call: () => T): T {
  try {
    return call();
  } catch (thrown) {
    throw refused(path, thrown);
  }
}

/** What is no fault of the model's stays what it is. */
const otherFaults: readonly TensorFlowErrorCode[] = ['addon-unloadable', 'busy', 'disposed'];

function refused(path: string, thrown: unknown): TensorFlowError {
  if (thrown instanceof TensorFlowError && otherFaults.includes(thrown.code)) return thrown;
  const message = messageOf(thrown);
  const named = message.startsWith(path) ? message : `${path}: ${message}`;
  return new TensorFlowError('saved-model', named, { cause: thrown });
}
