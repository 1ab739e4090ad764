// Responsible for op attributes on their way from the addon's form to a GraphDef's.
// Leaves to others: the ops.

import { TensorFlowError } from '../errors.js';
import { opDefinition } from '../native/op-definitions.js';
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

/**
 * The attributes that follow from the dtypes of an op's inputs. Eagerly TensorFlow takes them from the inputs whatever
 * was said, and tfjs leaves some out and states others wrongly; a graph must say them.
 */
export function inferredAttributes(
  op: string,
  given: Readonly<Record<string, AttributeMessage>>,
  inputDtypes: readonly number[],
): Record<string, AttributeMessage> {
  const definition = opDefinition(op);
  if (definition === undefined) return {};
  const inferred: Record<string, AttributeMessage> = {};
  let position = 0;
  const listed = definition.input_arg.filter((input) => input.number_attr || input.type_list_attr).length;
  for (const { type_attr, number_attr, type_list_attr } of definition.input_arg) {
    const single = !number_attr && !type_list_attr;
    // With one list among the inputs it takes what the others leave.
    const count = single
      ? 1
      : listed === 1
        ? inputDtypes.length - (definition.input_arg.length - 1)
        : (given[number_attr]?.i ?? given[type_list_attr]?.list?.type?.length ?? 0);
    const dtypes = inputDtypes.slice(position, position + count);
    position += count;
    if (type_attr && dtypes[0] !== undefined) inferred[type_attr] = { type: dtypes[0] };
    if (number_attr) inferred[number_attr] = { i: count };
    if (type_list_attr) inferred[type_list_attr] = { list: { type: dtypes } };
  }
  return inferred;
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
