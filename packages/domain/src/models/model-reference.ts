/** Responsible for how people name a version of a model: `NAME`, `NAME@champion`, `NAME@3`. Leaves to others: whether there is one. */
import { EspalierError } from '../errors/espalier-error.js';
import { type ModelAlias, modelAliases } from './model-state.js';

/** Of models, as of pipelines. */
export const modelNamePattern = /^[a-z0-9][a-z0-9_-]{0,62}$/;

export interface ModelReference {
  readonly name: string;
  /** Null where the name stands alone. */
  readonly which: ModelAlias | number | null;
}

/** @throws EspalierError `request.invalid` */
export function parseModelReference(text: string): ModelReference {
  const [name = '', ...rest] = text.split('@');
  const [which] = rest;
  const alias = modelAliases.find((each) => each === which);
  const isNumber = which !== undefined && /^[1-9]\d{0,8}$/.test(which);
  if (modelNamePattern.test(name) && rest.length <= 1 && (which === undefined || alias || isNumber)) {
    return { name, which: which === undefined ? null : (alias ?? Number(which)) };
  }
  throw new EspalierError(
    'request.invalid',
    `${JSON.stringify(text)} names no version of a model: expected NAME, NAME@${modelAliases.join(', NAME@')} or NAME@3.`,
    { details: { reference: text } },
  );
}

export function modelReferenceText({ name, which }: ModelReference): string {
  return which === null ? name : `${name}@${which}`;
}
