/**
 * Responsible for the JSON Schema of the pipeline file, made from the Zod schema: editors complete and check with it.
 * Leaves to others: writing it to a file (write-json-schema.ts).
 */
import { z } from 'zod';
import { pipelineSchema } from './pipeline-schema.js';

export interface JsonSchemaNode {
  readonly type?: string;
  readonly description?: string;
  readonly default?: unknown;
  readonly properties?: Readonly<Record<string, JsonSchemaNode>>;
  readonly items?: JsonSchemaNode;
  readonly [keyword: string]: unknown;
}

/** Keys of a mapping, also of one that a word may stand in place of. */
export function keysAt(node: JsonSchemaNode | undefined): Readonly<Record<string, JsonSchemaNode>> {
  if (node?.properties !== undefined) return node.properties;
  const choices = Array.isArray(node?.anyOf) ? (node.anyOf as readonly JsonSchemaNode[]) : [];
  return choices.find(({ properties }) => properties !== undefined)?.properties ?? {};
}

/** JSON Schema (draft 7, which YAML language servers speak) of the file as its author writes it. */
export function specJsonSchema(): JsonSchemaNode {
  const generated = z.toJSONSchema(pipelineSchema, { io: 'input', target: 'draft-7' }) as JsonSchemaNode;
  return { ...generated, title: 'Espalier pipeline' };
}
