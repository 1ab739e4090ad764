// Responsible for making a session: from a graph's bytes, or from a SavedModel with its weights.
// Leaves to others: running it, and freeing what is made here.

import type { CApi, Pointer } from './c-api.js';
import { addressOf } from './native-tensor.js';
import { Status } from './status.js';

interface GraphSource {
  /** A serialized GraphDef. */
  readonly graph: Uint8Array;
  /** A serialized ConfigProto. */
  readonly config: Uint8Array;
  /** Of a server in this process, such as `grpc://127.0.0.1:4000`; default: a session of its own. */
  readonly target?: string;
}

interface SavedModelSource {
  readonly directory: string;
  /** Of its meta graph. */
  readonly tag: string;
}

export type SessionSource = GraphSource | SavedModelSource;

export interface OpenSession {
  readonly graph: Pointer;
  readonly session: Pointer;
  /** For the session's calls. */
  readonly status: Status;
}

/** @throws TensorFlowError 'invalid-graph' with TensorFlow's reason; nothing is left behind */
export function openSession(api: CApi, source: SessionSource, label: string): OpenSession {
  const status = new Status(api);
  const graph: Pointer = api.TF_NewGraph();
  const options: Pointer = api.TF_NewSessionOptions();
  try {
    const session =
      'directory' in source
        ? loadSession(api, { graph, options, status }, source)
        : newSession(api, { graph, options, status }, source, label);
    status.check('invalid-graph', label);
    return { graph, session, status };
  } catch (thrown) {
    api.TF_DeleteGraph(graph);
    status.dispose();
    throw thrown;
  } finally {
    api.TF_DeleteSessionOptions(options);
  }
}

interface Parts {
  readonly graph: Pointer;
  readonly options: Pointer;
  readonly status: Status;
}

function newSession(
  api: CApi,
  { graph, options, status }: Parts,
  source: GraphSource,
  label: string,
): Pointer {
  const importOptions: Pointer = api.TF_NewImportGraphDefOptions();
  const buffer: Pointer = api.TF_NewBufferFromString(source.graph, source.graph.byteLength);
  api.TF_GraphImportGraphDef(graph, buffer, importOptions, status.pointer);
  api.TF_DeleteBuffer(buffer);
  api.TF_DeleteImportGraphDefOptions(importOptions);
  status.check('invalid-graph', label);
  api.TF_SetConfig(options, source.config, source.config.byteLength, status.pointer);
  status.check('invalid-graph', `${label}: the session's configuration`);
  if (source.target !== undefined) api.TF_SetTarget(options, source.target);
  return api.TF_NewSession(graph, options, status.pointer);
}

function loadSession(
  api: CApi,
  { graph, options, status }: Parts,
  { directory, tag }: SavedModelSource,
): Pointer {
  const name = Buffer.from(`${tag}\0`);
  const tags = BigUint64Array.of(addressOf(name));
  const session: Pointer = api.TF_LoadSessionFromSavedModel(
    ...[options, null, directory],
    ...[tags, tags.length],
    ...[graph, null, status.pointer],
  );
  // Only its address went along.
  name.fill(0);
  return session;
}
