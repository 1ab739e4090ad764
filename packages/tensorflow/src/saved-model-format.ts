// Responsible for the part of TensorFlow's protobuf schema that a frozen SavedModel needs, and its types.
// Leaves to others: what goes in, and where the file lies.

import protobuf from 'protobufjs';
import { type Attribute, type DataType, dataTypes } from './execute-op.js';

/** Field numbers from tensorflow/core/framework and tensorflow/core/protobuf (2.21). Other fields are skipped on reading. */
const schema = `
syntax = "proto3";
message SavedModel { int64 saved_model_schema_version = 1; repeated MetaGraphDef meta_graphs = 2; }
message MetaGraphDef {
  MetaInfoDef meta_info_def = 1; GraphDef graph_def = 2; map<string, SignatureDef> signature_def = 5;
}
message MetaInfoDef {
  repeated string tags = 4; string tensorflow_version = 5; bool stripped_default_attrs = 7;
}
message GraphDef { repeated NodeDef node = 1; VersionDef versions = 4; }
message VersionDef { int32 producer = 1; int32 min_consumer = 2; }
message NodeDef { string name = 1; string op = 2; repeated string input = 3; map<string, AttrValue> attr = 5; }
message AttrValue {
  message ListValue {
    repeated bytes s = 2; repeated int64 i = 3; repeated float f = 4; repeated bool b = 5; repeated int32 type = 6;
  }
  oneof value {
    ListValue list = 1; bytes s = 2; int64 i = 3; float f = 4; bool b = 5; int32 type = 6;
    TensorShapeProto shape = 7; TensorProto tensor = 8;
  }
}
message TensorShapeProto {
  message Dim { int64 size = 1; }
  repeated Dim dim = 2; bool unknown_rank = 3;
}
message TensorProto { int32 dtype = 1; TensorShapeProto tensor_shape = 2; bytes tensor_content = 4; }
message SignatureDef {
  map<string, TensorInfo> inputs = 1; map<string, TensorInfo> outputs = 2; string method_name = 3;
}
message TensorInfo { string name = 1; int32 dtype = 2; TensorShapeProto tensor_shape = 3; }
`;

/** TensorFlow 2.21's graph version, and what TensorFlow itself asks of a reader: version 12 is from 2016. */
export const graphVersions = { producer: 2474, min_consumer: 12 } as const;

export interface ShapeMessage {
  dim?: { size?: number }[];
  unknown_rank?: boolean;
}

export interface AttributeMessage {
  list?: {
    i?: readonly number[];
    f?: readonly number[];
    b?: readonly boolean[];
    type?: readonly number[];
  };
  s?: Uint8Array;
  i?: number;
  f?: number;
  b?: boolean;
  type?: number;
  shape?: ShapeMessage;
  tensor?: { dtype: number; tensor_shape: ShapeMessage; tensor_content: Uint8Array };
}

export interface NodeMessage {
  name: string;
  op: string;
  input: string[];
  attr: Record<string, AttributeMessage>;
}

export interface TensorInfoMessage {
  name: string;
  dtype: number;
  tensor_shape?: ShapeMessage;
}

export interface SignatureMessage {
  inputs?: Record<string, TensorInfoMessage>;
  outputs?: Record<string, TensorInfoMessage>;
  method_name?: string;
}

export interface SavedModelMessage {
  saved_model_schema_version: number;
  meta_graphs?: {
    meta_info_def?: { tags?: string[]; tensorflow_version?: string; stripped_default_attrs?: boolean };
    graph_def?: { node: NodeMessage[]; versions: { producer: number; min_consumer: number } };
    signature_def?: Record<string, SignatureMessage>;
  }[];
}

const { root } = protobuf.parse(schema, { keepCase: true });
const savedModelType = root.lookupType('SavedModel');
const graphType = root.lookupType('GraphDef');

/** The bytes of saved_model.pb: fields in the schema's order, map entries and lists in the given order. */
export function encodeSavedModelMessage(message: SavedModelMessage): Uint8Array {
  return savedModelType.encode(message).finish();
}

/** The bytes of a GraphDef. */
export function encodeGraphDef(nodes: readonly NodeMessage[]): Uint8Array {
  return graphType.encode({ node: nodes, versions: graphVersions }).finish();
}

/** Reads saved_model.pb. Throws protobufjs's own errors for bytes that are not one. */
export function decodeSavedModelMessage(bytes: Uint8Array): SavedModelMessage {
  return savedModelType.toObject(savedModelType.decode(bytes), { longs: Number }) as SavedModelMessage;
}

/** A shape as protobuf; -1 is an unknown dimension. */
export function shapeMessage(shape: readonly number[]): ShapeMessage {
  return { dim: shape.map((size) => ({ size })) };
}

/** An attribute as protobuf. */
export function attributeMessage(attribute: Attribute): AttributeMessage {
  if ('type' in attribute) return { type: dataTypes[attribute.type] };
  if ('int' in attribute) return { i: attribute.int };
  if ('ints' in attribute) return { list: { i: attribute.ints } };
  if ('float' in attribute) return { f: attribute.float };
  if ('bool' in attribute) return { b: attribute.bool };
  if ('string' in attribute) return { s: new TextEncoder().encode(attribute.string) };
  return { shape: shapeMessage(attribute.shape) };
}

/** The name of a dtype by TensorFlow's number, if it is one that this package knows. */
export function dataTypeName(number: number): DataType | undefined {
  return (Object.keys(dataTypes) as DataType[]).find((name) => dataTypes[name] === number);
}
