// Responsible for op attributes on their way from the addon's form to a GraphDef's.

import { TensorFlowError } from '../errors.js';
import type { NativeBinding, RawAttribute } from '../node-backend.js';
import { type AttributeMessage, shapeMessage } from '../saved-model-format.js';

/** @throws TensorFlowError 'unsupported' for a kind of attribute that the addon does not have either */
export function attributeMessages(
  binding: NativeBinding,
  op: string,
  attributes: readonly RawAttribute[],
): Record<string, AttributeMessage> {
  return Object.fromEntries(
    attributes.map(({ name, type, value }) => [
      name,
      attributeMessage(binding, `${op}.${name}`, type, value),
    ]),
  );
}

function attributeMessage(
  binding: NativeBinding,
  where: string,
  type: number,
  value: unknown,
): AttributeMessage {
  const list = Array.isArray(value);
  switch (type) {
    case binding.TF_ATTR_TYPE:
      return { type: Number(value) };
    case binding.TF_ATTR_INT:
      return list ? { list: { i: value.map(Number) } } : { i: Number(value) };
    case binding.TF_ATTR_FLOAT:
      return list ? { list: { f: value.map(Number) } } : { f: Number(value) };
    case binding.TF_ATTR_BOOL:
      return list ? { list: { b: value.map(Boolean) } } : { b: Boolean(value) };
    case binding.TF_ATTR_STRING:
      return { s: new TextEncoder().encode(String(value)) };
    case binding.TF_ATTR_SHAPE:
      return { shape: shapeMessage(value as readonly number[]) };
    default:
      throw new TensorFlowError('unsupported', `${where}: attributes of kind ${type} can't be recorded`);
  }
}
