/** Responsible for how people name a registered pipeline: `NAME`, `NAME@3`. Leaves to others: whether there is one. */
import { EspalierError } from '../errors/espalier-error.js';
import { modelNamePattern } from '../models/model-reference.js';

export interface PipelineReference {
  readonly name: string;
  /** Null where the name stands alone: the version that counts. */
  readonly version: number | null;
}

/** @throws EspalierError `request.invalid` */
export function parsePipelineReference(text: string): PipelineReference {
  const [name = '', version, ...rest] = text.split('@');
  const isNumber = version === undefined || /^[1-9]\d{0,7}$/.test(version);
  if (modelNamePattern.test(name) && isNumber && rest.length === 0) {
    return { name, version: version === undefined ? null : Number(version) };
  }
  throw new EspalierError(
    'request.invalid',
    `${JSON.stringify(text)} names no pipeline: expected NAME or NAME@3.`,
    { details: { reference: text } },
  );
}
