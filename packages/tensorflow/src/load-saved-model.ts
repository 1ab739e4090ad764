// Responsible for running a SavedModel's signature from Node by input and output names.
// Leaves to others: batching, and dtypes other than float32, int32 and bool.

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Tensor } from '@tensorflow/tfjs-core';
import { messageOf, TensorFlowError } from './errors.js';
import { nodeBackend, type TensorFlow } from './node-backend.js';
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

/** A loaded SavedModel. */
export interface LoadedModel {
  readonly inputs: Readonly<Record<string, TensorSpec>>;
  readonly outputs: Readonly<Record<string, TensorSpec>>;
  /**
   * Runs the signature. Takes exactly the named inputs; the results belong to the enclosing tf.tidy.
   * @param only outputs that are wanted: what the others alone need is not computed. Default: all
   * @throws TensorFlowError 'saved-model' for a name or dtype that does not fit, or with TensorFlow's message.
   */
  predict(inputs: Readonly<Record<string, Tensor>>, only?: readonly string[]): Record<string, Tensor>;
  /** Frees the graph and its weights. A second call does nothing. */
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
  tf: TensorFlow,
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
  const backend = nodeBackend(tf);
  const loaded = guard(path, () => backend.binding.loadSavedModel(directory, tag));
  const inputEntries = Object.entries(inputInfos);
  const outputEntries = Object.entries(outputInfos);
  const inputNodes = inputEntries.map(([, info]) => info.name).join(',');
  let disposed = false;
  return {
    inputs,
    outputs,
    predict(given, only) {
      if (disposed) throw new TensorFlowError('saved-model', `${path} was disposed`);
      checkInputs(inputs, given, path);
      const tensors = inputEntries.map(([name]) => given[name]).filter((tensor) => tensor !== undefined);
      const ids = backend.getInputTensorIds(tensors);
      const unknown = only?.find((name) => outputs[name] === undefined);
      if (unknown !== undefined) throw new TensorFlowError('saved-model', `${path} has no output ${unknown}`);
      const wanted = outputEntries.filter(([name]) => only?.includes(name) ?? true);
      const outputNodes = wanted.map(([, info]) => info.name).join(',');
      const results = guard(path, () =>
        backend.binding.runSavedModel(loaded, ids, inputNodes, outputNodes),
      ).map((metadata) => backend.createOutputTensor(metadata));
      return Object.fromEntries(
        wanted.flatMap(([name], index) => {
          const tensor = results[index];
          return tensor === undefined ? [] : [[name, tensor]];
        }),
      );
    },
    dispose() {
      if (disposed) return;
      disposed = true;
      backend.binding.deleteSavedModel(loaded);
    },
  };
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
  given: Readonly<Record<string, Tensor>>,
  path: string,
): void {
  const problems = [
    ...Object.keys(given)
      .filter((name) => !Object.hasOwn(wanted, name))
      .map((name) => `${name} is not an input`),
    ...Object.entries(wanted).flatMap(([name, { dtype }]) => {
      const tensor = given[name];
      if (tensor === undefined) return [`${name} is missing`];
      return tensor.dtype === dtype ? [] : [`${name} must be ${dtype}, not ${tensor.dtype}`];
    }),
  ];
  if (problems.length > 0) throw new TensorFlowError('saved-model', `${path}: ${problems.join('; ')}`);
}

function guard<T>(path: string, call: () => T): T {
  try {
    return call();
  } catch (thrown) {
    throw new TensorFlowError('saved-model', `${path}: ${messageOf(thrown)}`, { cause: thrown });
  }
}
