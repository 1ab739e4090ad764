// Responsible for what TensorFlow itself says of its ops: their inputs, and whether they keep state.
// Leaves to others: what follows from it for a trace.

import protobuf from 'protobufjs';
import { readBuffer } from './buffer.js';
import { cApi, type Pointer } from './c-api.js';

/** An input of an op (tensorflow/core/framework/op_def.proto). */
interface InputDefinition {
  readonly name: string;
  /** Attribute that holds its dtype; empty for a fixed one. */
  readonly type_attr: string;
  /** Attribute that holds how many tensors of one dtype it is; empty for one. */
  readonly number_attr: string;
  /** Attribute that holds the dtypes of the tensors that it is. */
  readonly type_list_attr: string;
}

export interface OpDefinition {
  readonly name: string;
  readonly input_arg: readonly InputDefinition[];
  readonly is_stateful: boolean;
}

const schema = `
syntax = "proto3";
message OpDef {
  message ArgDef { string name = 1; string type_attr = 4; string number_attr = 5; string type_list_attr = 6; }
  string name = 1; repeated ArgDef input_arg = 2; bool is_stateful = 17;
}
`;

const opType = protobuf.parse(schema, { keepCase: true }).root.lookupType('OpDef');

let definitions: ReadonlyMap<string, Uint8Array> | undefined;

/** Undefined for an op that this TensorFlow does not have. */
export function opDefinition(op: string): OpDefinition | undefined {
  definitions ??= readDefinitions();
  const bytes = definitions.get(op);
  if (bytes === undefined) return undefined;
  return opType.toObject(opType.decode(bytes), { defaults: true }) as OpDefinition;
}

/** The OpList that lists all ops, cut into its OpDefs: 1,500 of them, of which a trace needs a few. */
function readDefinitions(): ReadonlyMap<string, Uint8Array> {
  const api = cApi();
  const buffer: Pointer = api.TF_GetAllOpList();
  const reader = protobuf.Reader.create(readBuffer(buffer));
  api.TF_DeleteBuffer(buffer);
  const found = new Map<string, Uint8Array>();
  while (reader.pos < reader.len) {
    reader.uint32();
    const bytes = reader.bytes();
    const definition = protobuf.Reader.create(bytes);
    definition.uint32();
    found.set(definition.string(), bytes);
  }
  return found;
}
